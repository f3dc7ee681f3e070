/** Names and the local part of an address. */
export const names = [
  ['Priya Natarajan', 'priya.natarajan'],
  ['Tomás Álvarez', 'tomas.alvarez'],
  ['Mei-Ling Chen', 'meiling.chen'],
  ['Kwame Mensah', 'kwame.mensah'],
  ["Siobhán O'Neill", 'siobhan.oneill'],
  ['Łukasz Wiśniewski', 'lukasz.wisniewski'],
  ['نورا حداد', 'noura.haddad'],
  ['田中 葵', 'aoi.tanaka'],
] as const

export const places = [
  'Lisbon',
  'Nairobi',
  'Oslo',
  'Austin',
  'Kyoto',
  'Quito',
  'Leeds',
  'Pune',
  'Tartu',
  'Perth',
  'Lyon',
] as const

export const subjects = [
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
] as const

/** Titles are other people's text: these would break a page that forgets to escape, or that assumes left to right. */
export const oddTitles = [
  'R&D <internal> "drafts"',
  '<script>alert("title")</script>',
  'مراجعة المنتج الأسبوعية',
  '設計レビュー 🚀',
  'Zażółć gęślą jaźń',
  'A space with a very long title that somebody never shortened because nobody else minded it at all, until now',
] as const

export const remarks = [
  'Good morning, everybody.',
  'The notes of yesterday are in the wiki now.',
  'Can somebody look at this before noon?',
  'Done, thank you!',
  'Let us move this to Thursday: half of us are out.',
  'I have asked facilities; they answer by Friday.',
  '了解です、ありがとう 🙏',
] as const

export const teamNames = ['Platform', 'Field', 'People'] as const

/** The entry at a place of a list that begins again after its end. */
export function roundRobin<L extends readonly [unknown, ...unknown[]]>(list: L, place: number): L[number] {
  return list[Math.floor(place) % list.length] ?? list[0]
}
