// How far the disconnecting of everybody is, as it goes on. When it is over, or cannot be watched, the page is asked anew.
{
  const place = document.querySelector('[data-progress]')
  if (place) {
    const stream = new EventSource(place.dataset.progress)
    const shown = place.querySelector('.lead')
    const said = place.querySelector('[role="status"]')
    let saidAt = 0
    stream.onmessage = ({ data }) => {
      const { text, done, isOver } = JSON.parse(data)
      if (isOver) {
        stream.close()
        return location.reload()
      }
      place.querySelector('progress').value = done
      shown.textContent = text
      // This one is read aloud, so not with every step.
      if (Date.now() - saidAt < 2_000) return
      saidAt = Date.now()
      said.textContent = text
    }
    stream.onerror = () => {
      stream.close()
      setTimeout(() => location.reload(), 5_000)
    }
  }
}
