/** The scope Webex adds to every integration by itself. @see WEBEX.md §7 */
export const ADDED_SCOPE = 'spark:kms'

/** Scopes of Login with Webex; nothing here issues an id_token, so asking for them is refused. */
export const LOGIN_SCOPES = ['openid', 'email', 'profile', 'phone', 'address']

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
    },
  },
]

const descriptions = new Map(SCOPE_GROUPS.flatMap(({ scopes }) => Object.entries(scopes)))

/** What a scope opens, in plain words; a scope that is not in the list describes itself. */
export function describeScope(scope: string): string {
  return descriptions.get(scope) ?? `Use ${scope}`
}

export function isListedScope(scope: string): boolean {
  return descriptions.has(scope)
}

/** Scopes of a space-separated list, each once, in the order they were sent. */
export function splitScopes(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter(Boolean))]
}
