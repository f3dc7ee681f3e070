// Pages work without any of this; it adds what can only be had by it.
document.documentElement.dataset.script = 'on'

// Copying: <button class="copy" data-copy="#id" data-copied="Copied">
{
  const say = (text) => {
    document.querySelector('#said').textContent = text
  }

  const select = (element) => {
    if (element.select) return element.select()
    getSelection().selectAllChildren(element)
  }

  document.addEventListener('click', async ({ target }) => {
    const button = target.closest('[data-copy]')
    const source = button && document.querySelector(button.dataset.copy)
    if (!source) return
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent)
    } catch {
      // Not allowed: it is at least marked, for the keyboard's own way to copy.
      return select(source)
    }
    const label = button.dataset.label ?? button.textContent
    button.dataset.label = label
    button.textContent = button.dataset.copied
    say(button.dataset.copied)
    setTimeout(() => {
      button.textContent = label
      say('')
    }, 2_000)
  })

  // Waiting: <span data-seconds="18" data-say="{left} s" data-then="#again"> counts down; what comes then is hidden until it is over.
  const clockOf = (seconds) => {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    if (parts[0] === 0) parts.shift()
    return parts.map((part, index) => (index ? String(part).padStart(2, '0') : part)).join(':')
  }

  const countDown = (element) => {
    const endsAt = Date.now() + 1000 * element.dataset.seconds
    const then = element.dataset.then && document.querySelector(element.dataset.then)
    if (then) then.hidden = true
    const tick = () => {
      const left = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))
      element.textContent = left < 60 ? element.dataset.say.replace('{left}', left) : clockOf(left)
      if (left > 0) return setTimeout(tick, (endsAt - Date.now()) % 1000 || 1000)
      if (!then) return
      then.hidden = false
      say(then.textContent.trim())
    }
    tick()
  }
  for (const element of document.querySelectorAll('[data-seconds]')) countDown(element)
}

// Forms that change something: a second press while the first is on its way would do it twice. One that was stopped can be sent again.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post' || !form.closest('main')) return
  if ('sent' in form.dataset) return event.preventDefault()
  const release = () => delete form.dataset.sent
  form.dataset.sent = ''
  addEventListener('pageshow', release, { once: true })
  setTimeout(release, 15_000)
})

// Keys: / to the search, j and k through the rows, o opens one, ? shows them. They can be turned off on the help page.
{
  const NAME = 'single-keys'
  const isOn = () => localStorage.getItem(NAME) !== 'off'
  const rows = () => [...document.querySelectorAll('[data-rows] > *, .table tbody tr')]
  const linkOf = (row) => row?.querySelector('a, button, summary')

  const move = (step) => {
    const all = rows()
    const at = all.findIndex((row) => 'selected' in row.dataset)
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))]
    if (!next) return
    for (const row of all) delete row.dataset.selected
    next.dataset.selected = ''
    linkOf(next)?.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  }

  const showKeys = async () => {
    if (document.querySelector('#keys')) return document.querySelector('#keys').scrollIntoView()
    const answer = await fetch('/help')
    const keys = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#keys')
    if (!keys) return
    const dialog = document.createElement('dialog')
    dialog.setAttribute('aria-labelledby', 'keys-title')
    dialog.append(keys)
    const close = keys.querySelector('.close')
    close.hidden = false
    close.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => dialog.remove())
    document.body.append(dialog)
    prepareSwitch(dialog)
    dialog.showModal()
  }

  const actions = {
    '/': () => document.querySelector('input[type="search"]')?.focus(),
    j: () => move(1),
    k: () => move(-1),
    o: () => linkOf(document.querySelector('[data-selected]'))?.click(),
    '?': showKeys,
  }

  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event
    if (ctrlKey || metaKey || altKey || !Object.hasOwn(actions, key) || !isOn()) return
    if (target.closest('input, select, textarea, [contenteditable], dialog')) return
    event.preventDefault()
    actions[key]()
  })

  const prepareSwitch = (root) => {
    const box = root.querySelector('#single-keys')
    if (!box) return
    box.checked = isOn()
    box.closest('label').hidden = false
    box.addEventListener('change', () => localStorage.setItem(NAME, box.checked ? 'on' : 'off'))
  }
  prepareSwitch(document)
}
