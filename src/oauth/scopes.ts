import { GrantkeeperError } from '../errors/index.ts'

const LONGEST_TEXT = 8192
/** Narrower than RFC 6749 §3.3, so that commas, `+` and `%20` between scopes are seen as the mistakes they are. */
const SCOPE = /^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,127}$/

/**
 * Reads scopes from a text, in its order and each once. An empty text gives none.
 * @throws WX-SCOPE-UNKNOWN
 * @see RFC 6749 §3.3
 */
export function readScopes(text: string): string[] {
  if (text.length > LONGEST_TEXT) throw malformedScope(`The scopes are longer than ${LONGEST_TEXT} characters.`)
  const scopes = text.split(/[ \t\r\n]+/).filter((word) => word !== '')
  const wrong = scopes.findIndex((scope) => !SCOPE.test(scope))
  if (wrong >= 0) throw malformedScope(`Number ${wrong + 1} of ${scopes.length} has a character that no scope has.`)
  return [...new Set(scopes)]
}

/** The scopes that were asked for and not granted. `spark:all` stands for itself only. @see WEBEX.md §1 */
export function missingScopes(asked: readonly string[], granted: readonly string[]): string[] {
  return asked.filter((scope) => !granted.includes(scope))
}

/** What a scope allows, in plain words that go on from "This app will be able to …"; undefined for one we have no words for. */
export function describeScope(scope: string): string | undefined {
  return DESCRIPTIONS.get(scope)
}

function malformedScope(detail: string): GrantkeeperError {
  return new GrantkeeperError('WX-SCOPE-UNKNOWN', { detail })
}

const DESCRIPTIONS = new Map([
  ['spark:all', 'do in Webex messaging what you can do yourself'],
  ['spark:kms', 'read and write the encrypted parts of what it may see, such as titles and messages'],
  ['spark:people_read', 'see who you are and look people up in your company’s directory'],
  ['spark:people_write', 'change entries of your company’s directory'],
  ['spark:rooms_read', 'see the titles of your spaces'],
  ['spark:rooms_write', 'create, rename and delete spaces for you'],
  ['spark:memberships_read', 'see who is in your spaces'],
  ['spark:memberships_write', 'add people to your spaces and remove them'],
  ['spark:messages_read', 'read the messages and files in your spaces'],
  ['spark:messages_write', 'post and delete messages in your name'],
  ['spark:teams_read', 'see which teams you belong to'],
  ['spark:teams_write', 'create and change teams for you'],
  ['spark:team_memberships_read', 'see who is in your teams'],
  ['spark:team_memberships_write', 'add people to your teams and remove them'],
  ['spark:organizations_read', 'see the name of your organization'],
  ['spark:calls_read', 'see your calls'],
  ['spark:calls_write', 'make and control calls for you'],
  ['meeting:schedules_read', 'see your scheduled meetings'],
  ['meeting:schedules_write', 'schedule, change and cancel meetings for you'],
  ['meeting:recordings_read', 'see and play your meeting recordings'],
  ['meeting:recordings_write', 'delete and restore your meeting recordings'],
  ['meeting:preferences_read', 'see your meeting settings'],
  ['meeting:preferences_write', 'change your meeting settings'],
  ['meeting:controls_read', 'see how a meeting that is under way is set'],
  ['meeting:controls_write', 'control a meeting that is under way, such as lock or record it'],
  ['meeting:participants_read', 'see who takes part in your meetings'],
  ['meeting:participants_write', 'admit, mute and remove participants of your meetings'],
  ['meeting:transcripts_read', 'read the transcripts of your meetings'],
  ['openid', 'know that it is you who signed in'],
  ['email', 'see your e-mail address'],
  ['profile', 'see your name'],
  ['phone', 'see your phone number'],
  ['address', 'see your postal address'],
])
