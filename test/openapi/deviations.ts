/** A way in which an answer differs from Webex's OpenAPI file on purpose. */
export interface Deviation {
  /** Matches `METHOD /path field: problem`. */
  on: RegExp
  what: string
  reason: string
}

export const deviations: Deviation[] = [
  {
    on: /\/people\S* \S*(invitePending|loginEnabled): /,
    what: '`invitePending` and `loginEnabled` of a person are booleans, not the words `true` and `false`',
    reason: 'an answer of 2026 in a Cisco lab has booleans (WEBEX.md §9)',
  },
  {
    on: /\/people\S* \S*userName: /,
    what: 'a person has `userName`',
    reason: 'seen in real answers (WEBEX.md §9)',
  },
  {
    on: /^POST \/messages (html|parentId): |^GET \/messages\/direct items\.(html|parentId|attachments): /,
    what: 'a new message, and a message in the list of direct ones, has every field that `GET /messages/{messageId}` has',
    reason: 'the file names fewer fields there; its own examples and parameters (`parentId`) show them',
  },
  {
    on: /\/messages\S* (items\.)?attachments\./,
    what: 'a card has `contentType` and the `content` that was sent',
    reason: 'the file describes a stored file under the name of a card; Webex’s guide to cards shows this shape',
  },
  {
    on: /^GET \/events(\/\{eventId\})? (items\.)?data\./,
    what: '`data` of an event is the resource as its own endpoint shows it',
    reason: 'the file names only the fields of a message and of a membership, mixed',
  },
  {
    on: /^POST \/attachment\/actions : status 200/,
    what: 'a new attachment action is answered with 200, not 202',
    reason: 'a known client takes nothing but 200 (WEBEX.md §9); the setting `attachmentActionStatus` has the other',
  },
]
