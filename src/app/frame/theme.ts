import { parse, serialize } from 'hono/utils/cookie'
import { readReturnTo } from '../../routes/return-to.ts'
import type { Route, Visit } from '../context.ts'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const COOKIE = '__Host-theme'
const YEAR_SECONDS = 31_536_000

export function readTheme(request: Request): Theme {
  const cookie = request.headers.get('cookie')
  return readThemeName(cookie && parse(cookie, COOKIE)[COOKIE])
}

/** POST /theme?to=dark&back=/spaces: remembers the choice in this browser. It needs no body and no script. */
function answerTheme({ app, url }: Visit): Response {
  const theme = readThemeName(url.searchParams.get('to'))
  const cookie = serialize(COOKIE, theme, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: theme === 'auto' ? 0 : YEAR_SECONDS,
  })
  const location = readReturnTo(url.searchParams.get('back'), app.keeper.origin, '/')
  return new Response(null, { status: 303, headers: { ...app.headers, location, 'set-cookie': cookie } })
}

function readThemeName(text: string | null | undefined): Theme {
  return themes.find((theme) => theme === text) ?? 'auto'
}

export const themeRoutes: readonly Route[] = [{ path: '/theme', post: answerTheme }]
