/** The place an address stands for: of IPv6 its network of 64 bits, because whoever has one address of that has them all. */
export function placeOf(peer: string): string {
  if (!peer.includes(':') || peer.includes('.')) return peer
  const [start = '', end] = peer.split('::')
  const [before, after] = [splitGroups(start), splitGroups(end ?? '')]
  const missing = end === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after].slice(0, 4).join(':')
}

function splitGroups(text: string): string[] {
  return text.split(':').filter(Boolean)
}
