/** Ids that Webex makes say what they name. @see WEBEX.md §8 "Ids" */
const SPACE = /^ciscospark:\/\/[a-z0-9-]{1,40}\/ROOM\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** The address of a space in Webex's own web app; undefined for an id that does not name one. */
export function webexLink(roomId: string): string | undefined {
  const [, uuid] = SPACE.exec(Buffer.from(roomId, 'base64').toString('utf8')) ?? []
  return uuid === undefined ? undefined : `https://web.webex.com/spaces/${uuid.toLowerCase()}`
}
