/**
 * Listens on a free loopback port, tells the parent which, and answers its questions about processor time and memory.
 * This and its callers are JavaScript: they are timed from their first instruction, and Node 20 reads no TypeScript.
 * @param {import('node:http').Server} server
 */
export function announce(server) {
  process.once('SIGINT', () => process.exit())
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMicros: user + system, rssBytes: process.memoryUsage().rss })
  })
  server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }))
}
