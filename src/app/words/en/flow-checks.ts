import type { CheckName } from '../../flow/flow.ts'

type Verdicts = Partial<Record<'passed' | 'failed' | 'noted', string>>

/** What was checked, by what came of it. */
export const checks: Record<CheckName, Verdicts> = {
  'state-made': { passed: 'A fresh random state was made', failed: 'The state is too short' },
  'pkce-made': { passed: 'PKCE with S256', failed: 'No PKCE with S256' },
  'redirect-exact': {
    passed: 'The redirect URI is the registered one, letter for letter',
    failed: 'The redirect URI is not the one that was set',
  },
  'nonce-made': { passed: 'A nonce for the ID token was made' },
  'well-formed': { failed: 'The answer is not in the form that the standard gives it' },
  'state-cookie': {
    passed: 'The state fits the cookie of this browser',
    failed: 'The state fits no cookie of this browser',
  },
  'state-fresh': { passed: 'The sign-in is not older than 10 minutes', failed: 'The sign-in is older than 10 minutes' },
  'same-owner': { passed: 'The same user came back', failed: 'Another user came back' },
  issuer: { passed: 'The answer names Webex as its issuer', failed: 'The answer names another issuer' },
  granted: { passed: 'Consent was given', failed: 'Consent was not given' },
  'state-once': { passed: 'The state was claimed, once', failed: 'The state had been used before' },
  'code-redeemed': {
    passed: 'Webex took the code with its PKCE verifier',
    failed: 'Webex did not take the code',
  },
  'id-token': { passed: 'The ID token is signed by Webex and fits the nonce', failed: 'The ID token was refused' },
  'scopes-granted': {
    passed: 'All scopes that were asked for were granted',
    noted: 'Fewer scopes were granted. Missing:',
  },
  'token-kept': {
    passed: 'The refresh token stays the same',
    noted: 'Webex gave a new refresh token; it is kept in place of the old one',
  },
  'one-refresh': { passed: 'Only one process renewed it, under its lease' },
  'deleted-here': { passed: 'The stored tokens are deleted here' },
  revoked: {
    passed: 'Webex confirmed that the token is ended',
    failed: 'Webex did not confirm; it is asked again by itself',
  },
}

/** The same in the picture, where there is little room; a mark before it says what came of it. */
export const shortChecks: Record<CheckName, string> = {
  'state-made': 'fresh state',
  'pkce-made': 'PKCE',
  'redirect-exact': 'exact redirect URI',
  'nonce-made': 'nonce',
  'well-formed': 'well formed',
  'state-cookie': 'state fits the cookie',
  'state-fresh': 'not too old',
  'same-owner': 'same user',
  issuer: 'issuer',
  granted: 'consent',
  'state-once': 'state used once',
  'code-redeemed': 'code and verifier',
  'id-token': 'ID token',
  'scopes-granted': 'all scopes',
  'token-kept': 'same refresh token',
  'one-refresh': 'one refresh only',
  'deleted-here': 'deleted here',
  revoked: 'Webex confirmed',
}
