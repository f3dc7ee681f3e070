/** Whether a Host header names this computer, or the emulator's own origin; any other is a rebound name. */
export function isOwnHost(host: string, origin: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host) || host === new URL(origin).host
}
