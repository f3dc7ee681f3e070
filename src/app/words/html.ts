import type { html } from 'hono/html'

/** Markup in which everything from outside is escaped. */
export type Html = ReturnType<typeof html>
