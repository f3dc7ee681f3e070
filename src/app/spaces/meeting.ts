import { html } from 'hono/html'
import type { Webex, WebexClient } from '../../index.ts'
import { fact } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'
import { plainText } from './plain-text.ts'
import { dropOddities } from './read-room.ts'
import { SECTION_OPTIONS } from './section.ts'

const TEXTS = ['meetingLink', 'sipAddress', 'meetingNumber', 'callInTollNumber', 'callInTollFreeNumber'] as const

/** Webex has announced the end of this call, so it is made only for who asks for it. @see WEBEX.md §9 */
export async function loadMeeting(webex: WebexClient, roomId: string): Promise<Webex.MeetingInfo> {
  return dropOddities(await webex.rooms.meetingInfo(roomId, SECTION_OPTIONS), TEXTS)
}

export function meetingFacts({ spaces: { meeting: words } }: Words, info: Webex.MeetingInfo): Html {
  const { meetingLink = '', meetingNumber = '', sipAddress = '', callInTollNumber, callInTollFreeNumber } = info
  const phone = [callInTollNumber, callInTollFreeNumber].filter((number) => number !== undefined).join(', ')
  if (![meetingLink, meetingNumber, sipAddress, phone].some(Boolean)) return html`<p class="quiet">${words.none}</p>`
  return html`<dl class="facts">
${fact(words.link, meetingLink && linkTo(meetingLink))}
${fact(words.number, plainText(meetingNumber, 100))}
${fact(words.sip, plainText(sipAddress, 200))}
${fact(words.phone, plainText(phone, 200))}
</dl>`
}

/** A link only where it leads to https; anything else is text. */
function linkTo(address: string): Html {
  const shown = plainText(address, 300)
  const isSafe = URL.canParse(address) && new URL(address).protocol === 'https:'
  return isSafe ? html`<a href="${address}" rel="noreferrer noopener">${shown}</a>` : html`${shown}`
}
