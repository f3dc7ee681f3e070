import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'examples/**/*.test.js'],
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 15_000,
    hookTimeout: 60_000,
    pool: 'threads',
  },
})
