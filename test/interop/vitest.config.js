import { defineConfig } from 'vitest/config'

/** Apart from `npm test`, because these clients are large: `npm run test:interop` installs and runs them. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/interop/*.test.js'],
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
