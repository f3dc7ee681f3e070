/** The six ways a secret may be written down. */
const encodings: Record<string, (secret: string) => string> = {
  raw: (secret) => secret,
  base64: (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  percent: (secret) => encodeURIComponent(secret),
  json: (secret) => JSON.stringify(secret).slice(1, -1),
}

export interface Leak {
  secret: string
  encoding: string
  where: string
}

/** Looks for every secret, in every encoding, in every output. Names what it finds without repeating the secret. */
export function findLeaks(secrets: Record<string, string>, outputs: Record<string, string | Buffer>): Leak[] {
  const leaks: Leak[] = []
  for (const [where, output] of Object.entries(outputs)) {
    const bytes = Buffer.from(output)
    for (const [secret, value] of Object.entries(secrets)) {
      if (value.length < 12) throw new Error(`${secret} is too short to be looked for`)
      for (const [encoding, write] of Object.entries(encodings)) {
        if (bytes.includes(write(value))) leaks.push({ secret, encoding, where })
      }
    }
  }
  return leaks
}
