// Pages work without any of this; it adds what can only be had by it.
document.documentElement.dataset.script = 'on'
