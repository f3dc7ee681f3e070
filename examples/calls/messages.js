import { openAsBlob } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** The text beside the markdown is for clients that show none. */
export function greet(webex, roomId) {
  return webex.messages.create({ roomId, markdown: '**Good morning**', text: 'Good morning' })
}

/** A file of any size: it is read while it is sent. */
export async function sendFile(webex, toPersonEmail, path) {
  const file = new File([await openAsBlob(path)], basename(path))
  return webex.messages.create({ toPersonEmail, text: 'Here it is.', files: [file] })
}

/** A card with one question, and a text for clients that show no cards. */
export function askForLunch(webex, roomId) {
  const content = {
    type: 'AdaptiveCard',
    version: '1.3',
    body: [
      { type: 'TextBlock', text: 'Lunch?' },
      { type: 'Input.Text', id: 'dish' },
    ],
    actions: [{ type: 'Action.Submit', title: 'Send' }],
  }
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }]
  return webex.messages.create({ roomId, text: 'Lunch?', attachments })
}

/** What somebody filled in; a webhook for `attachmentActions` tells the id. */
export async function readLunch(webex, actionId) {
  const { inputs } = await webex.attachmentActions.get(actionId)
  return inputs.dish
}

/** Keeps the files of the newest fifty messages of a space. */
export async function saveFiles(webex, roomId, folder) {
  for await (const { id, files = [] } of webex.messages.list({ roomId }).take(50)) {
    for (const file of files) {
      const { name = 'file', stream } = await webex.contents.download(file)
      await writeFile(join(folder, `${id}-${name}`), stream)
    }
  }
}
