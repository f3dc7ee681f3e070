import { isGrantkeeperError } from '../../index.ts'
import { requireGrant } from '../connection/grant-of-visit.ts'
import { grantOfVisit } from '../connection/own-grant.ts'
import { type AppContext, grantsKnown, PAGE_PATIENCE, type Page } from '../context.ts'
import { personName } from '../frame/parts.ts'
import { readForm } from '../frame/read-form.ts'
import { isVisible } from './plain-text.ts'
import { mayUse } from './scope-of-grant.ts'
import { refusalPage } from './send-refusal.ts'
import { spaceUrl } from './space-url.ts'

/** @see WEBEX.md §9 */
const MOST_BYTES = 7_439
/** The longest message with each of its bytes written as three, and some more. */
const LARGEST_FORM = 65_536
/** For the call with its waits: nobody looks at an empty page for longer. */
const WITHIN_MS = 15_000

/** POST /spaces/:id/messages: sends what was typed. Whatever goes wrong, the answer has the text in its form again. */
export const sendMessage: Page = async (visit) => {
  const { app, request, id } = visit
  const { reasons } = app.language.words.spaces.send
  const form = await readForm(request, LARGEST_FORM)
  if (form.unread) {
    const status = form.unread === 'tooLarge' ? 413 : 415
    return refusalPage(visit, { status, text: '', grant: await grantOfVisit(visit), reason: reasons[form.unread] })
  }
  // A form ends each line with CR LF, and Webex counts bytes.
  const text = (form.fields.get('text') ?? '').replaceAll('\r\n', '\n')
  try {
    const grant = await requireGrant(visit)
    if ((form.fields.get('as') ?? grant.id) !== grant.id) {
      const reason = reasons.otherAccount(personName(app.language.words, grant))
      return refusalPage(visit, { status: 409, text, grant, reason })
    }
    const reason = judgeText(app, text)
    if (reason !== undefined) return refusalPage(visit, { status: 400, text, grant, reason })
    if (!mayUse(grant, 'spark:messages_write')) return refusalPage(visit, { status: 403, text, grant })
    const webex = await app.keeper.webex({ grant: grant.id }, PAGE_PATIENCE)
    await webex.messages.create({ roomId: id, text }, { timeoutMs: WITHIN_MS })
    const location = `${spaceUrl(id, { sent: true })}#messages`
    return new Response(null, { status: 303, headers: { ...app.headers, location } })
  } catch (error) {
    if (!isGrantkeeperError(error)) throw error
    return refusalPage(visit, { status: error.status, text, grant: grantsKnown.get(request), error })
  }
}

/** Why a text is not worth asking Webex about; undefined where it is. */
function judgeText({ language, moments }: AppContext, text: string): string | undefined {
  const { reasons } = language.words.spaces.send
  if (!isVisible(text)) return reasons.empty
  const bytes = Buffer.byteLength(text)
  return bytes > MOST_BYTES ? reasons.tooLong(moments.count(bytes)) : undefined
}
