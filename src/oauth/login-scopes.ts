/** The scopes of Login with Webex. They need not be ticked on the integration. @see WEBEX.md §1, OpenID Connect Core §5.4 */
const LOGIN_SCOPES = new Set(['openid', 'email', 'profile', 'phone', 'address'])

export function isLoginScope(scope: string): boolean {
  return LOGIN_SCOPES.has(scope)
}
