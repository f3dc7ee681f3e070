// Where to read on about an error: pages below docs/, for the page of each code.
import type { ErrorCode } from '../src/errors/index.ts'

const settings = 'tutorial.md#all-settings'
const wrong = 'tutorial.md#5-when-things-go-wrong'
const steps = 'tutorial.md#2-what-happened'
const register = 'tutorial.md#3-with-your-own-integration'
const scopes = 'how-to/ask-for-more-scopes.md'
const ownLogin = 'how-to/use-your-framework.md#with-a-login-of-your-own'
const framework = 'how-to/use-your-framework.md'
const calls = 'how-to/call-webex.md#when-a-call-fails'
const files = 'how-to/call-webex.md#send-messages-files-and-cards'
const login = 'how-to/sign-in-with-webex.md'
const device = 'how-to/connect-a-device.md'
const webhooks = 'how-to/receive-webhooks.md'
const proxy = 'how-to/run-behind-a-proxy.md'
const connections = 'how-to/look-after-connections.md'
const processes = 'how-to/run-many-processes.md'
const backups = 'how-to/back-up.md'
const keys = 'how-to/rotate-keys.md'
const refresh = 'explanation/why-refresh-is-hard.md'
const threats = 'explanation/threat-model.md'

/** A code without pages of its own to read is a compile error. */
export const guides: Record<ErrorCode, readonly string[]> = {
  'WX-CONFIG-MISSING': [settings, register],
  'WX-CONFIG-INVALID': [settings],
  'WX-CONFIG-INSECURE': [settings, proxy],
  'WX-SCOPE-UNKNOWN': [scopes],
  'WX-KEY-MISSING': [keys, settings],
  'WX-KEY-WEAK': [keys],
  'WX-CLIENT-REJECTED': [register],
  'WX-EMULATED-TOKEN': ['emulator.md#how-safe-it-is'],
  'WX-PORT-BUSY': ['reference/cli.md#grantkeeper-serve'],
  'WX-USAGE': ['reference/cli.md'],
  'WX-ACCESS-DENIED': [wrong],
  'WX-INVALID-SCOPE': [scopes, register],
  'WX-AUTHORIZE-FAILED': [steps],
  'WX-CALLBACK-MALFORMED': [steps],
  'WX-STATE-MISSING': [steps, wrong],
  'WX-STATE-FOREIGN': [proxy, threats],
  'WX-STATE-EXPIRED': [steps],
  'WX-STATE-USED': [steps],
  'WX-CODE-REJECTED': [steps, register],
  'WX-ISSUER-FOREIGN': [login, threats],
  'WX-ID-TOKEN-INVALID': [login, settings],
  'WX-LOGIN-UNAVAILABLE': [login],
  'WX-DEVICE-REDIRECTS': [device],
  'WX-DEVICE-EXPIRED': [device],
  'WX-DEVICE-LIMIT': [device],
  'WX-OWNER-MISSING': [ownLogin],
  'WX-OWNER-CHANGED': [ownLogin],
  'WX-NOT-CONNECTED': [framework, calls],
  'WX-GRANT-UNKNOWN': [connections],
  'WX-RECONNECT': [connections, refresh],
  'WX-REFRESH-FAILING': [connections, refresh],
  'WX-ANSWER-MISSING': [refresh],
  'WX-ANSWER-LOST': [refresh, 'reliability.md#where-it-ends'],
  'WX-GRANT-LOCKED': ['how-to/rotate-keys.md#when-a-key-is-missing'],
  'WX-TOKEN-RESPONSE': [refresh],
  'WX-TOKEN-UNAVAILABLE': [refresh],
  'WX-REVOKE-FAILED': [connections],
  'WX-API-UNAUTHORIZED': [calls],
  'WX-API-FORBIDDEN': [scopes],
  'WX-API-NOT-FOUND': [calls],
  'WX-API-REQUEST': [calls],
  'WX-API-CONFLICT': [calls],
  'WX-API-FILE-SCANNING': [files],
  'WX-API-FILE-INFECTED': [files],
  'WX-API-FILE-UNSCANNABLE': [files],
  'WX-API-TIMEOUT': [calls],
  'WX-API-RATE-LIMITED': [calls],
  'WX-API-UNAVAILABLE': [calls],
  'WX-API-RESPONSE': [calls],
  'WX-API-LINK': ['how-to/call-webex.md#read-lists', threats],
  'WX-WEBHOOK-SIGNATURE': [webhooks],
  'WX-WEBHOOK-TOO-LARGE': [webhooks],
  'WX-WEBHOOK-RAW-BODY': ['how-to/receive-webhooks.md#receive-them'],
  'WX-WEBHOOK-BODY': [webhooks],
  'WX-STORE-UNAVAILABLE': ['how-to/operate.md#probes', processes],
  'WX-STORE-FULL': [backups],
  'WX-STORE-READ-ONLY': [processes],
  'WX-STORE-CORRUPT': [backups],
  'WX-STORE-NEWER': [backups],
  'WX-STORE-DRIVER': [processes, settings],
  'WX-CROSS-SITE': [proxy, framework],
  'WX-METHOD': [framework],
  'WX-PAGE-NOT-FOUND': [framework],
  'WX-HOST': [proxy],
  'WX-OPERATOR-ONLY': ['how-to/operate.md#the-operator-token'],
  'WX-REQUEST-INVALID': [proxy],
  'WX-REQUEST-LIMIT': [proxy],
  'WX-INTERNAL': ['how-to/operate.md'],
}
