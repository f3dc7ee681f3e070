import { nameUuid } from '../identifiers.ts'

/** One space as somebody sees it; instants in ms since 1970. */
export interface Space {
  uuid: string
  title: string
  type: 'direct' | 'group'
  isLocked: boolean
  isAnnouncementOnly: boolean
  teamUuid: string | undefined
  creatorUuid: string
  createdAt: number
  lastActivityAt: number
}

const HOUR_MS = 3_600_000
const NEWEST_AT = Date.UTC(2026, 0, 5, 16, 20, 11, 482)

const people = [
  'Priya Natarajan',
  'Tomás Álvarez',
  'Mei-Ling Chen',
  'Kwame Mensah',
  "Siobhán O'Neill",
  'Łukasz Wiśniewski',
  'نورا حداد',
  '田中 葵',
]
const places = ['Lisbon', 'Nairobi', 'Oslo', 'Austin', 'Kyoto', 'Quito', 'Leeds', 'Pune', 'Tartu', 'Perth', 'Lyon']
const subjects = [
  'office move',
  'weekly planning',
  'incident room',
  'onboarding',
  'customer visits',
  'release notes',
  'budget 2026',
  'design review',
  'on-call handover',
  'book club',
  'lab booking',
  'data migration',
  'site survey',
]
/** Titles are other people's text: these would break a page that forgets to escape, or that assumes left to right. */
const oddTitles = [
  'R&D <internal> "drafts"',
  '<script>alert("title")</script>',
  'مراجعة المنتج الأسبوعية',
  '設計レビュー 🚀',
  'Zażółć gęślą jaźń',
  'A space with a very long title that somebody never shortened because nobody else minded it at all, until now',
]
const teams = ['Platform', 'Field', 'People'].map((name) => nameUuid(`team ${name}`))

/** The spaces of a user, the same in every run: titles, kinds and times follow from the key and the position. */
export function makeSpaces(userKey: string, userUuid: string, count: number): Space[] {
  return Array.from({ length: count }, (_, index) => makeSpace(userKey, userUuid, index))
}

function makeSpace(userKey: string, userUuid: string, index: number): Space {
  const direct = index % 9 === 4
  const lastActivityAt = NEWEST_AT - ((index * 37) % 5000) * HOUR_MS - index * 61_000
  return {
    uuid: nameUuid(`space ${userKey} ${index}`),
    title: titleOf(index, direct),
    type: direct ? 'direct' : 'group',
    isLocked: !direct && index % 11 === 3,
    isAnnouncementOnly: !direct && index % 17 === 6,
    teamUuid: !direct && index % 4 === 1 ? teams[index % teams.length] : undefined,
    creatorUuid: index % 3 === 0 ? userUuid : nameUuid(`person ${index % people.length}`),
    createdAt: lastActivityAt - (24 + ((index * 53) % 9000)) * HOUR_MS,
    lastActivityAt,
  }
}

function titleOf(index: number, direct: boolean): string {
  const round = (list: string[], step = 1) => list[Math.floor(index / step) % list.length] ?? ''
  if (direct) return `${round(people, 9)}${index >= 72 ? ` (${round(places, 72)})` : ''}`
  if (index % 41 === 7) return `${round(oddTitles, 41)}${index > 246 ? ` ${index}` : ''}`
  const repeated = Math.floor(index / (places.length * subjects.length))
  return `${round(places)}: ${round(subjects)}${repeated > 0 ? ` ${repeated + 1}` : ''}`
}
