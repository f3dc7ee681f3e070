// Lets the list of requests go on by itself. Without it everything works; "Load again" does the same by hand.
const live = document.getElementById('live')
if (live) {
  const list = document.getElementById('requests')
  const pause = document.getElementById('pause')
  const state = document.getElementById('live-state')
  const MOST = 200
  let after = live.dataset.after
  let source

  const say = (words) => {
    if (state.textContent !== words) state.textContent = words
  }

  const connect = () => {
    const url = new URL(live.dataset.stream, location.href)
    url.searchParams.set('after', after)
    source = new EventSource(url)
    source.onopen = () => say('Live')
    source.onmessage = (event) => {
      after = event.lastEventId
      document.getElementById('nothing')?.remove()
      list.insertAdjacentHTML('afterbegin', event.data)
      while (list.children.length > MOST) list.lastElementChild.remove()
    }
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) say('Not live: too many pages are. Use “Load again”.')
      else say('Emulator stopped – run npx grantkeeper emulate')
    }
  }

  pause.hidden = false
  pause.addEventListener('click', () => {
    const isPaused = pause.getAttribute('aria-pressed') !== 'true'
    pause.setAttribute('aria-pressed', String(isPaused))
    if (!isPaused) return connect()
    source.close()
    say('Paused; what comes in now is shown when you go on.')
  })
  // A page that is left must not come back with a stream that has ended.
  addEventListener('pagehide', () => source.close())
  addEventListener('pageshow', (event) => {
    if (event.persisted && pause.getAttribute('aria-pressed') !== 'true') connect()
  })
  connect()
}
