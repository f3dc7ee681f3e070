import type { Kept } from '../changes.ts'
import type { EmulatorContext } from '../context.ts'
import { drawHex, drawUuid } from '../identifiers.ts'

/** A device that waits until somebody types its code. @see RFC 8628 and WEBEX.md §3 */
export interface DeviceRequest {
  deviceCode: string
  /** Six digits. */
  userCode: string
  /** What stands in `verification_uri_complete`. */
  completeCode: string
  clientId: string
  scopes: string[]
  expiresAt: number
  polledAt: number | undefined
  /** The browser that typed the code first goes on; any other is refused. */
  wasOpened: boolean
  outcome: DeviceOutcome
}

export type DeviceOutcome =
  | { kind: 'pending' }
  | { kind: 'denied' }
  | { kind: 'accepted'; userKey: string; scopes: string[] }

export interface DeviceRequests extends Kept {
  begin(terms: Pick<DeviceRequest, 'clientId' | 'scopes'>): DeviceRequest
  /** Also one that is expired, for a while. */
  find(deviceCode: string): DeviceRequest | undefined
  /** A live one, by either code, that nobody opened yet. */
  findToOpen(code: string): DeviceRequest | undefined
  end(request: DeviceRequest): void
  /** Whether one more wrong code may be tried: five a minute. */
  mayGuess(): boolean
  countWrongGuess(): void
}

/** How long a device waits between two questions. */
export const POLL_INTERVAL_MS = 2000

const MOST = 1000
const MOST_GUESSES = 5

export function createDeviceRequests({
  environment,
  clock,
  settings,
}: Pick<EmulatorContext, 'environment' | 'clock' | 'settings'>): DeviceRequests {
  const requests = new Map<string, DeviceRequest>()
  let wrongGuesses: number[] = []
  const isOpen = ({ expiresAt, wasOpened }: DeviceRequest) => !wasOpened && expiresAt > clock.now()
  const drawUserCode = () => {
    const taken = new Set([...requests.values()].map(({ userCode }) => userCode))
    for (let number = Number.parseInt(drawHex(environment, 6), 16); ; number++) {
      const code = String(number % 1_000_000).padStart(6, '0')
      if (!taken.has(code)) return code
    }
  }
  return {
    begin(terms) {
      const [oldest] = requests.keys()
      if (requests.size >= MOST && oldest !== undefined) requests.delete(oldest)
      const request: DeviceRequest = {
        ...terms,
        deviceCode: drawUuid(environment),
        userCode: drawUserCode(),
        completeCode: drawHex(environment, 32),
        expiresAt: clock.now() + settings.deviceCodeLifeMs,
        polledAt: undefined,
        wasOpened: false,
        outcome: { kind: 'pending' },
      }
      requests.set(request.deviceCode, request)
      return request
    },
    find: (deviceCode) => requests.get(deviceCode),
    findToOpen: (code) =>
      [...requests.values()].find(
        (request) => isOpen(request) && (request.userCode === code || request.completeCode === code),
      ),
    end: ({ deviceCode }) => void requests.delete(deviceCode),
    mayGuess() {
      wrongGuesses = wrongGuesses.filter((at) => Math.abs(clock.now() - at) < 60_000)
      return wrongGuesses.length < MOST_GUESSES
    },
    countWrongGuess: () => void wrongGuesses.push(clock.now()),
    save: () => [...requests.values()],
    restore(saved) {
      requests.clear()
      for (const request of saved as DeviceRequest[]) requests.set(request.deviceCode, { ...request })
    },
  }
}
