import type { Child } from 'hono/jsx'

interface LayoutProps {
  title: string
  /** Which entry of the navigation this page is. */
  current?: 'overview' | 'apps'
  children: Child
}

/** Every page of the emulator: marked so that nobody takes it for Webex. */
export function Layout({ title, current, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>[EMULATOR] {title}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/emulator.css" />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header>
          <p class="bar">
            <strong>LOCAL EMULATOR, not Webex. Never type a real password here.</strong>
          </p>
          <nav aria-label="Emulator">
            <a href="/" aria-current={current === 'overview' ? 'page' : undefined}>
              Overview
            </a>
            <a href="/apps" aria-current={current === 'apps' ? 'page' : undefined}>
              My Webex Apps
            </a>
          </nav>
        </header>
        <main id="content" tabindex={-1}>
          <h1>{title}</h1>
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
