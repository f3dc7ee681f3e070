/** 303: the browser goes on with GET, whatever it came with. Nothing of the answer is stored or named to others. */
export function redirectTo(location: string, setCookies: readonly string[] = []): Response {
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
  const [cookie, ...more] = setCookies
  const response = new Response(null, { status: 303, headers: cookie ? { ...headers, 'set-cookie': cookie } : headers })
  for (const cookie of more) response.headers.append('set-cookie', cookie)
  return response
}
