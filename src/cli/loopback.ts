/** Whether a host name of a URL is this computer's; a Webex there can only be an emulated one. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}
