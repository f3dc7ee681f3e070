import type { Child } from 'hono/jsx'
import type { Grant } from '../../index.ts'
import { styleSheetUrl } from '../assets.ts'
import type { Appearance, Visit } from '../context.ts'
import { securityHeaders } from '../headers.ts'
import { readTheme, type Theme, themes } from '../theme.ts'

export interface PageOptions {
  /** Heading of the browser's tab, before the app's name. */
  title: string
  status?: number
  /** Whose page it is; gives the links that need a connection. */
  grant?: Grant | undefined
  headers?: Record<string, string>
}

const DEFAULT_APPEARANCE: Appearance = { name: 'Demo Spaces', emulated: false, emulatorUrl: undefined }

/** The frame of every page around its content. */
export function renderPage(visit: Visit | undefined, request: Request, options: PageOptions, content: Child): Response {
  const appearance = visit?.app.appearance ?? DEFAULT_APPEARANCE
  const page = (
    <Layout
      appearance={appearance}
      theme={readTheme(request)}
      back={visit && request.method === 'GET' ? backTo(visit) : '/'}
      title={options.title}
      grant={options.grant}
    >
      {content}
    </Layout>
  )
  return new Response(`<!doctype html>${page}`, {
    status: options.status ?? 200,
    headers: {
      ...(visit?.app.headers ?? securityHeaders()),
      'content-type': 'text/html; charset=utf-8',
      ...options.headers,
    },
  })
}

/** Where the choice of a theme comes back to. A callback's address holds a code, so it never gets into a page. */
function backTo({ app, url }: Visit): string {
  return url.pathname === app.keeper.callbackPath ? '/' : url.pathname + url.search
}

interface LayoutProps {
  appearance: Appearance
  theme: Theme
  back: string
  title: string
  grant: Grant | undefined
  children?: Child
}

function Layout({ appearance, theme, back, title, grant, children }: LayoutProps) {
  return (
    <html lang="en" data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${appearance.name}`}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={styleSheetUrl} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <Header name={appearance.name} theme={theme} back={back} grant={grant} />
        {appearance.emulated ? <EmulatorNotice url={appearance.emulatorUrl} /> : null}
        <main id="content" tabindex={-1}>
          {children}
        </main>
        <footer>
          <p>Not affiliated with or endorsed by Cisco. Webex is a trademark of Cisco.</p>
        </footer>
      </body>
    </html>
  )
}

function Header({ name, theme, back, grant }: { name: string; theme: Theme; back: string; grant: Grant | undefined }) {
  return (
    <header>
      <a class="brand" href="/">
        <img src="/favicon.svg" alt="" width="28" height="28" />
        {name}
      </a>
      {grant ? (
        <nav aria-label="Main">
          <a href="/spaces">Spaces</a>
          <a href="/granted">Connection</a>
        </nav>
      ) : null}
      <ThemeChoice theme={theme} back={back} />
    </header>
  )
}

const THEME_WORDS: Record<Theme, string> = { auto: 'Auto', light: 'Light', dark: 'Dark' }

function ThemeChoice({ theme, back }: { theme: Theme; back: string }) {
  return (
    <form class="themes" method="post" action="/theme" aria-label="Colours">
      {themes.map((choice) => (
        <button
          type="submit"
          formaction={`/theme?to=${choice}&back=${encodeURIComponent(back)}`}
          aria-pressed={choice === theme ? 'true' : 'false'}
        >
          {THEME_WORDS[choice]}
        </button>
      ))}
    </form>
  )
}

function EmulatorNotice({ url }: { url: string | undefined }) {
  return (
    <aside class="emulated" aria-label="Connected to">
      Connected to: <strong>LOCAL EMULATOR</strong>, not Webex. {url ? <a href={url}>Open the emulator</a> : null}
    </aside>
  )
}
