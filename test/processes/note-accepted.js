// Loaded before a command: notes the port at the other end of each connection that the process accepted.
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'

subscribe('net.server.socket', ({ socket }) => appendFileSync('accepted.txt', `${socket.remotePort}\n`))
