// Files of spaces: how far one is, kept only when it is complete. Without script the browser downloads it by itself.
{
  const CALM = 3_000
  const section = document.querySelector('.downloads')
  const said = section?.querySelector('[data-said]')
  const stop = section?.querySelector('[data-stop]')
  let underWay

  const say = (what, count = 0) => {
    const words = section.getAttribute(`data-say-${what}`)
    said.textContent = words.replace('{count}', count.toLocaleString(document.documentElement.lang))
  }

  // Each space is a line: CR LF ends a row of a table, LF one of JSON.
  const read = async (response, end, onCount) => {
    const pieces = []
    let lines = -1
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read()
      if (done) return { pieces, count: Math.max(0, lines) }
      pieces.push(value)
      for (const byte of value) if (byte === end) lines++
      onCount(Math.max(0, lines))
    }
  }

  const keep = (pieces, response) => {
    const link = document.createElement('a')
    const [, name] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition')) ?? []
    link.href = URL.createObjectURL(new Blob(pieces, { type: response.headers.get('content-type') }))
    link.download = name ?? 'spaces'
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }

  const download = async (address) => {
    let [count, calm] = [0, 0]
    const tell = (now) => {
      count = now
      clearTimeout(calm)
      calm = setTimeout(() => say('waiting', count), CALM)
      say('progress', count)
    }
    underWay = new AbortController()
    const { signal } = underWay
    stop.hidden = false
    try {
      tell(0)
      const response = await fetch(address, { signal })
      // A page that says what is wrong.
      if (!response.ok) return location.assign(address)
      const { pieces, count: all } = await read(response, address.includes('.csv') ? 13 : 10, tell)
      keep(pieces, response)
      clearTimeout(calm)
      say('done', all)
    } catch {
      clearTimeout(calm)
      say(signal.aborted ? 'stopped' : 'cut', count)
    } finally {
      clearTimeout(calm)
      stop.hidden = true
      underWay = undefined
    }
  }

  section?.addEventListener('click', (event) => {
    const link = event.target.closest('[data-download]')
    if (event.target === stop) underWay?.abort()
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (!underWay) download(link.href)
  })
}
