/** Why a parameter travels: a sentence, and where the standards say so. */
export interface ParameterWords {
  why: string
  /** `RFC 6749 §4.1.1`, for a link. */
  law?: string
}

export const parameterWords: Readonly<Record<string, ParameterWords>> = {
  client_id: { why: 'Says which integration asks. It is public.', law: 'RFC 6749 §2.2' },
  client_secret: {
    why: 'Proves to Webex that it is this app that asks. It goes from server to server only, never through a browser.',
    law: 'RFC 6749 §2.3.1',
  },
  redirect_uri: {
    why: 'Where Webex sends the browser back to. It must be a registered address, letter for letter, so that no code goes elsewhere.',
    law: 'RFC 6749 §3.1.2',
  },
  response_type: {
    why: 'Asks for a code, which is worth nothing without the secrets of this app.',
    law: 'RFC 6749 §3.1.1',
  },
  scope: { why: 'What the app asks to do. Fewer may be granted than were asked for.', law: 'RFC 6749 §3.3' },
  state: {
    why: 'A random value of this one sign-in. It comes back unchanged and must fit the cookie of the same browser: so nobody can slip in a sign-in of theirs.',
    law: 'RFC 6749 §10.12',
  },
  code_challenge: {
    why: 'SHA-256 of a secret that only this app knows. Whoever steals the code cannot use it without that secret.',
    law: 'RFC 7636 §4.2',
  },
  code_challenge_method: {
    why: 'S256: the challenge is a hash, so that it does not give away the verifier.',
    law: 'RFC 7636 §4.3',
  },
  code_verifier: {
    why: 'The secret behind the challenge. Webex hashes it and compares: the code is for whoever began the sign-in.',
    law: 'RFC 7636 §4.5',
  },
  nonce: {
    why: 'Must come back in the ID token, so that one of another sign-in is of no use.',
    law: 'OpenID Connect Core §3.1.2.1',
  },
  prompt: {
    why: 'Asks Webex to let the person choose an account, also when one is signed in.',
    law: 'OpenID Connect Core §3.1.2.1',
  },
  code: {
    why: 'Stands for the consent. It is good once and for a short time, and only together with the verifier.',
    law: 'RFC 6749 §4.1.2',
  },
  iss: {
    why: 'Says who answers, so that an answer of another server is not taken for one of Webex.',
    law: 'RFC 9207 §2',
  },
  error: { why: 'What went wrong, in a word of the standard.', law: 'RFC 6749 §4.1.2.1' },
  error_description: { why: 'The same for people. This app decides nothing by it.', law: 'RFC 6749 §4.1.2.1' },
  message: { why: 'What Webex says of the error. This app decides nothing by it.' },
  grant_type: { why: 'Says what is handed in for tokens: a code, or a refresh token.', law: 'RFC 6749 §4.1.3' },
  refresh_token: {
    why: 'Gets new access tokens without the person. It is kept sealed and is only ever sent to the token endpoint.',
    law: 'RFC 6749 §1.5',
  },
  access_token: { why: 'Opens the API for as long as expires_in says.', law: 'RFC 6749 §1.4' },
  token_type: { why: 'Bearer: whoever has the token may use it, so nobody else gets it.', law: 'RFC 6750 §1.2' },
  expires_in: { why: 'Seconds until the access token ends. It is renewed well before that.', law: 'RFC 6749 §5.1' },
  refresh_token_expires_in: { why: 'Seconds until the refresh token ends. At Webex each use begins them anew.' },
  id_token: {
    why: 'Says who signed in, signed by Webex. Signature, issuer, audience, time and nonce are checked.',
    law: 'OpenID Connect Core §2',
  },
  token: { why: 'The token that Webex is asked to end.', law: 'RFC 7009 §2.1' },
  token_type_hint: { why: 'Says what kind of token it is, so that Webex finds it sooner.', law: 'RFC 7009 §2.1' },
  device_code: {
    why: 'What the device asks with, until the person has entered the code elsewhere.',
    law: 'RFC 8628 §3.4',
  },
  return_to: { why: 'The page of this app to go on to. Only a path on this app is taken.', law: 'RFC 9700 §4.11' },
  max: { why: 'How many items a page of the list may have.' },
  sortBy: { why: 'By what Webex sorts the list before it is cut into pages.' },
  type: { why: 'Asks for one kind of space only.' },
  teamId: { why: 'Asks for the spaces of one team only.' },
  roomId: { why: 'The space that is asked about.' },
  refresh: { why: 'The person asked for a fresh list instead of the one this app had.' },
  revoked: { why: 'Tells the next page whether Webex has confirmed.' },
  authorization: {
    why: 'The access token, or client id and secret: in a header, so that it gets into no log of addresses.',
    law: 'RFC 6750 §2.1',
  },
  cookie: {
    why: 'Ties the sign-in to this browser. It is sealed: nobody else can read or make it.',
    law: 'RFC 9700 §4.7',
  },
  'set-cookie': {
    why: 'HttpOnly hides it from scripts, Secure keeps it to HTTPS, SameSite from requests of other sites.',
    law: 'RFC 6265 §4.1',
  },
  location: { why: 'Where the browser is to go next.', law: 'RFC 9110 §10.2.2' },
  'retry-after': { why: 'How many seconds Webex asks to wait. All calls of this person do.', law: 'RFC 9110 §10.2.3' },
  'content-type': { why: 'In which form the body is written, so that nobody has to guess.', law: 'RFC 9110 §8.3' },
  trackingId: { why: 'The same name as in the header.' },
  trackingid: { why: 'Names this call at Webex; their support finds it by this.' },
  link: {
    why: 'Says whether the list goes on. The next address is followed only on the same host.',
    law: 'RFC 8288 §3',
  },
  origin: { why: 'Which site the request comes from: a form of another site is refused.', law: 'RFC 6454 §7' },
  'sec-fetch-site': {
    why: 'The browser says whether one of our own pages sent it: others are refused.',
    law: 'RFC 9700 §4.7',
  },
}
