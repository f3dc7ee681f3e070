import type { Handler } from 'hono'
import type { Exchange } from '../context.ts'

/** One address of the emulator and who answers it. */
export type Endpoint = [
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  handler: Handler<Exchange>,
]
