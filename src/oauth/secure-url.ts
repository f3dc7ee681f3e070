import { GrantkeeperError } from '../errors/index.ts'

/** Whether a host name, as `URL` normalises it, can only mean this computer. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** `0.0.0.0` is a common redirect URI: servers bind it, and browsers take it to this computer. */
export function isLoopbackOrAnyHost(hostname: string): boolean {
  return isLoopbackHost(hostname) || hostname === '0.0.0.0'
}

/**
 * Reads an absolute URL from a setting: https, or http where `mayBeHttp` says so of the host; no credentials, no fragment.
 * Errors name the setting and never repeat its value, which may hold a password.
 * @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID, WX-CONFIG-INSECURE
 */
export function readSecureUrl(value: unknown, option: string, mayBeHttp = isLoopbackHost): URL {
  const text = readSetting(value, option)
  if (!URL.canParse(text)) throw invalidSetting(option, 'is not an absolute URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalidSetting(option, 'is not an http(s) URL')
  if (url.username || url.password) throw invalidSetting(option, 'has a user name or password in it')
  if (text.includes('#')) throw invalidSetting(option, 'has a fragment (#)')
  if (url.protocol === 'http:' && !mayBeHttp(url.hostname)) {
    throw new GrantkeeperError('WX-CONFIG-INSECURE', { detail: `${option} uses http.` })
  }
  return url
}

/**
 * Reads a setting that is one word of visible ASCII.
 * @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID
 */
export function readSetting(value: unknown, option: string): string {
  if (value === undefined || value === null || value === '') {
    throw new GrantkeeperError('WX-CONFIG-MISSING', { detail: `${option} is not set.` })
  }
  if (typeof value !== 'string') throw invalidSetting(option, 'is not a text')
  if (value.length > 4096) throw invalidSetting(option, 'is longer than 4096 characters')
  // The URL parser drops line breaks and turns \ into /, so what was checked would not be what is sent.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(value)) {
    throw invalidSetting(option, 'has a space, a backslash or a character outside ASCII in it')
  }
  return value
}

/** The error for a setting that is present but unusable. */
export function invalidSetting(option: string, problem: string): GrantkeeperError {
  return new GrantkeeperError('WX-CONFIG-INVALID', { detail: `${option} ${problem}.` })
}
