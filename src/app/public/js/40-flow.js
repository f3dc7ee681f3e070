// Flows as they happen: what changes is asked of the server as a page and put in place; each change is a line of the log.
{
  const view = document.querySelector('[data-flow-stream]')
  const place = document.querySelector('[data-live]')
  if (view && place) {
    const log = view.querySelector('[role="log"]')
    const pause = view.querySelector('[data-pause]')
    const pulse = view.querySelector('[data-live-word]')
    const own = place.dataset.live
    const WINDOW_MS = 1_000
    let lines = new Map()
    let isDue = false
    let isWaiting = false

    // What is open stays open, and the focus where it is.
    const replace = (fresh) => {
      const open = [...place.querySelectorAll('details[open]')].map(({ id }) => id)
      const at = document.activeElement
      const focused = place.contains(at) ? at.id || at.closest('[id]')?.id : undefined
      place.replaceChildren(...fresh.childNodes)
      for (const id of open) document.getElementById(id)?.setAttribute('open', '')
      const again = focused && document.getElementById(focused)
      if (again) (again.matches('a, button, summary, pre') ? again : again.querySelector('summary, a'))?.focus()
    }

    const look = async () => {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]')
      if (answer.ok && fresh) replace(fresh)
    }

    const add = (text) => {
      log.querySelector('[data-quiet]')?.remove()
      const line = document.createElement('p')
      line.textContent = `${new Date().toLocaleTimeString()}  ${text}`
      log.append(line)
      while (log.children.length > 50) log.firstChild.remove()
      log.scrollTop = log.scrollHeight
    }

    // It is read aloud: more than two lines a second become one that sums them up.
    const tell = () => {
      isWaiting = false
      if ('paused' in view.dataset) return
      const steps = [...lines.values()].reduce((sum, { times }) => sum + times, 0)
      if (lines.size <= 2) for (const { line } of lines.values()) add(line)
      else add(view.dataset.summary.replace('{steps}', steps).replace('{flows}', lines.size))
      lines = new Map()
      if (isDue) look().catch(() => undefined)
      isDue = false
    }

    const later = () => {
      if (!isWaiting) setTimeout(tell, WINDOW_MS)
      isWaiting = true
    }

    const stream = new EventSource(view.dataset.flowStream)
    view.hidden = false
    stream.addEventListener('change', ({ data }) => {
      const { flow, line } = JSON.parse(data)
      lines.set(flow, { line, times: (lines.get(flow)?.times ?? 0) + 1 })
      isDue ||= !own || own === flow
      later()
    })
    stream.addEventListener('missed', () => {
      isDue = true
      later()
    })
    // What it says of itself is true also while the server is away and the browser asks for it again.
    const showState = () => {
      const live = 'paused' in view.dataset ? 'pausedWord' : 'liveWord'
      pulse.textContent = pulse.dataset[['awayWord', live, 'endedWord'][stream.readyState]]
      view.toggleAttribute('data-away', stream.readyState !== EventSource.OPEN)
    }
    stream.onopen = showState
    stream.onerror = () => {
      showState()
      if (stream.readyState === EventSource.CLOSED) add(view.dataset.lost)
    }
    addEventListener('pagehide', () => stream.close())

    pause.addEventListener('click', () => {
      const isPaused = view.toggleAttribute('data-paused')
      pause.setAttribute('aria-pressed', String(isPaused))
      showState()
      if (!isPaused) later()
    })
  }

  // A link to a step opens what it holds.
  const openTarget = () => document.querySelector('.flow-steps > :target > details')?.setAttribute('open', '')
  addEventListener('hashchange', openTarget)
  openTarget()
}
