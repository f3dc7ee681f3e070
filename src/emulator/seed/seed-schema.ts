import type { Schema } from '../schema.ts'
import { settingDescriptions } from '../settings.ts'

const key = { type: 'string', pattern: '^[a-z0-9][a-z0-9._-]{0,39}$', description: 'Short name of a user.' } as const
const text = (description: string, maxLength = 200) =>
  ({ type: 'string', minLength: 1, maxLength, description }) as const
const list = (items: Schema, maxItems: number): Schema => ({ type: 'array', items, maxItems })
const count = (maximum: number): Schema => ({ type: 'integer', minimum: 0, maximum })
const object = (required: string[], properties: Record<string, Schema>, description?: string): Schema => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
  ...(description && { description }),
})

const user = object(['key', 'displayName', 'email'], {
  key,
  displayName: text('As Webex shows it.'),
  email: { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 200 },
  spaces: { ...count(100_000), description: 'How many spaces are made up for the user.' },
  blockedByAdmin: { type: 'boolean', description: 'Whether the administrator denies every integration.' },
  kind: { enum: ['person', 'bot', 'appuser'] },
  isAdmin: { type: 'boolean', description: 'Whether the user administers the organisation.' },
})

const integration = object(['name', 'redirectUris', 'scopes'], {
  kind: { enum: ['integration', 'service-app'] },
  name: text('As people see it on the consent page.'),
  description: text('What it is for.', 2000),
  redirectUris: { ...list(text('Absolute http(s) URL.', 2000), 50), minItems: 1 },
  scopes: list(text('As ticked in My Webex Apps.'), 200),
  clientId: { type: 'string', pattern: '^C[0-9a-f]{64}$' },
  clientSecret: { type: 'string', pattern: '^[0-9a-f]{64}$' },
})

const space = object(['title', 'members'], {
  title: text('Title of the space.', 1000),
  members: { ...list(key, 1000), minItems: 1, description: 'Keys of users; the first made the space.' },
  messages: list(object(['from', 'text'], { from: key, text: text('Plain text.', 7439) }), 1000),
})

const settings = object(
  [],
  Object.fromEntries(
    Object.entries(settingDescriptions).map(([name, { tells, values }]) => [
      name,
      { description: tells, ...(values ? { enum: [...values] } : { type: 'number', exclusiveMinimum: 0 }) },
    ]),
  ),
)

/** The JSON schema of a seed file. @see https://json-schema.org/draft/2020-12 */
export const seedSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Seed of a grantkeeper emulator',
  ...object([], {
    users: list(user, 10_000),
    generate: object(
      ['users'],
      { users: count(10_000), spacesEach: count(100_000) },
      'So many more people, each in so many spaces.',
    ),
    integrations: list(integration, 1000),
    spaces: list(space, 10_000),
    tokens: list(object(['user', 'kind'], { user: key, kind: { enum: ['personal', 'bot'] } }), 10_000),
    settings,
    clock: { type: 'string', description: 'The instant the clock starts at, as ISO 8601.' },
  }),
}
