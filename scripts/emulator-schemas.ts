// Writes docs/schemas from the emulator's own schemas: `npm run docs:schemas`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scenarioSchema } from '../src/emulator/breaking/scenario.ts'
import { seedSchema } from '../src/emulator/seed/seed-schema.ts'

for (const [name, schema] of Object.entries({ seed: seedSchema, scenario: scenarioSchema })) {
  writeFileSync(join(import.meta.dirname, `../docs/schemas/${name}.json`), `${JSON.stringify(schema, null, 2)}\n`)
}
