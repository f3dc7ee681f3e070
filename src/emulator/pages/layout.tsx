import type { Child } from 'hono/jsx'
import type { Attempt } from './control/attempt.ts'
import { findNotice } from './notices.ts'

const PAGES = {
  overview: ['/', 'Overview'],
  apps: ['/apps', 'My Webex Apps'],
  users: ['/users', 'Users'],
  spaces: ['/spaces', 'Spaces'],
  tokens: ['/tokens', 'Tokens'],
  webhooks: ['/webhooks', 'Webhooks'],
  faults: ['/faults', 'Faults'],
  clock: ['/clock', 'Clock'],
  traffic: ['/traffic', 'Traffic'],
  settings: ['/settings', 'Settings'],
} as const

type PageName = keyof typeof PAGES

interface LayoutProps {
  title: string
  /** Which entry of the navigation this page is. */
  current?: PageName
  /** Of the address; it may name what was just done. */
  query?: URLSearchParams
  /** What could not be done. */
  attempt?: Attempt | undefined
  /** Whether the page goes on by itself where the browser runs scripts. */
  live?: boolean
  children: Child
}

/** Every page of the emulator: marked so that nobody takes it for Webex. */
export function Layout({ title, current, query, attempt, live, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <Metadata title={title} live={live} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header>
          <p class="bar">
            <strong>LOCAL EMULATOR, not Webex. Never type a real password here.</strong>
          </p>
          <Navigation current={current} />
        </header>
        <main id="content" tabindex={-1}>
          <h1>
            <bdi>{title}</bdi>
          </h1>
          <Outcome notice={findNotice(query?.get('done') ?? null)} attempt={attempt} />
          {children}
        </main>
        <footer>
          <p>
            grantkeeper’s emulator, on this computer only. Not affiliated with or endorsed by Cisco. Webex is a
            trademark of Cisco.
          </p>
        </footer>
      </body>
    </html>
  )
}

function Metadata({ title, live }: Pick<LayoutProps, 'title' | 'live'>) {
  return (
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>[EMULATOR] {title}</title>
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/emulator.css" />
      {live && <script src="/emulator.js" defer />}
    </>
  )
}

function Navigation({ current }: Pick<LayoutProps, 'current'>) {
  return (
    <nav aria-label="Emulator">
      {Object.entries(PAGES).map(([name, [path, label]]) => (
        <a href={path} aria-current={name === current ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}

function Outcome({ notice, attempt }: { notice: string | undefined; attempt: Attempt | undefined }) {
  if (attempt) {
    return (
      <p class="problem" role="alert">
        ✘ Nothing was changed. {attempt.field && <code>{attempt.field}</code>} <bdi>{attempt.problem}</bdi>
      </p>
    )
  }
  if (notice === undefined) return null
  return (
    <p class="notice" role="status">
      ✔ {notice}
    </p>
  )
}
