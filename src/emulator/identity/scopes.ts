/** The scope Webex adds to every integration by itself. @see WEBEX.md §7 */
export const ADDED_SCOPE = 'spark:kms'

/** Scopes of Login with Webex, which no integration has to register. @see WEBEX.md §1 */
const LOGIN_SCOPES: Record<string, string> = {
  openid: 'Know that it is you',
  email: 'See your e-mail address',
  profile: 'See your name',
  phone: 'See your phone number',
  address: 'See your address',
}

export function isLoginScope(scope: string): boolean {
  return Object.hasOwn(LOGIN_SCOPES, scope)
}

export interface ScopeGroup {
  title: string
  /** Each scope with what it opens, in Webex's words where they are known. */
  scopes: Record<string, string>
}

/** What the form of a new integration offers. @see WEBEX.md §7 */
export const SCOPE_GROUPS: ScopeGroup[] = [
  {
    title: 'Messaging',
    scopes: {
      'spark:all': 'Full access to your Webex account',
      'spark:kms': 'Permission to interact with encrypted content',
      'spark:people_read': "Read your users' company directory",
      'spark:rooms_read': 'List the titles of rooms that you are in',
      'spark:rooms_write': 'Manage rooms on your behalf',
      'spark:memberships_read': 'List people in the rooms you are in',
      'spark:memberships_write': 'Invite people to rooms on your behalf',
      'spark:messages_read': 'Read the content of rooms that you are in',
      'spark:messages_write': 'Post and delete messages on your behalf',
      'spark:teams_read': "List the teams your user's a member of",
      'spark:teams_write': "Create teams on your users' behalf",
      'spark:team_memberships_read': 'List the people in the teams your user belongs to',
      'spark:team_memberships_write': "Add people to teams on your users' behalf",
      'spark:applications_token': 'Get tokens of service apps',
    },
  },
  {
    title: 'Meetings',
    scopes: {
      'meeting:schedules_read': 'See your scheduled meetings',
      'meeting:schedules_write': 'Schedule and change meetings for you',
      'meeting:recordings_read': 'See your meeting recordings',
      'meeting:recordings_write': 'Manage your meeting recordings',
      'meeting:participants_read': 'See who takes part in your meetings',
      'meeting:participants_write': 'Manage who takes part in your meetings',
      'meeting:preferences_read': 'See your meeting preferences',
      'meeting:preferences_write': 'Change your meeting preferences',
      'meeting:transcripts_read': 'Read transcripts of your meetings',
    },
  },
  {
    title: 'Administration',
    scopes: {
      'spark-admin:people_read': "Read your organization's people",
      'spark-admin:people_write': "Change your organization's people",
      'spark-admin:organizations_read': 'Read details of your organization',
      'spark-admin:licenses_read': "Read your organization's licenses",
      'identity:tokens_read': 'See which apps people authorized',
      'identity:tokens_write': 'Withdraw what people authorized',
      'spark-compliance:events_read': 'Read what happens in all spaces of your organization',
      'guest-issuer:write': 'Let guests in',
    },
  },
]

const listed = new Map(SCOPE_GROUPS.flatMap(({ scopes }) => Object.entries(scopes)))

/** What a scope opens, in plain words; a scope that is not in the list describes itself. */
export function describeScope(scope: string): string {
  return listed.get(scope) ?? (isLoginScope(scope) ? LOGIN_SCOPES[scope] : undefined) ?? `Use ${scope}`
}

export function isListedScope(scope: string): boolean {
  return listed.has(scope)
}

/** Scopes of a space-separated list, each once, in the order they were sent. */
export function splitScopes(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter(Boolean))]
}

/** Whether what was granted opens what a scope guards. `spark:all` opens messaging only. @see WEBEX.md §7 */
export function covers(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || (scope.startsWith('spark:') && granted.includes('spark:all'))
}
