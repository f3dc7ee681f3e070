import { html } from 'hono/html'
import type { Html } from '../html.ts'

/** What stands around every page, and what several pages say in the same words. */
export const frameWords = {
  skip: 'Skip to content',
  mainLinks: 'Main',
  links: {
    spaces: 'Spaces',
    connection: 'Connection',
    overview: 'Overview',
    connections: 'Connections',
    flow: 'Flow',
    settings: 'Settings',
  },
  account: 'Your accounts:',
  unnamed: 'connected',
  help: 'Help',
  colours: 'Colours',
  themes: { auto: 'Auto', light: 'Light', dark: 'Dark' },
  emulated: html`Connected to: <strong>LOCAL EMULATOR</strong>, not Webex.`,
  emulatedLabel: 'Connected to',
  openEmulator: 'Open the emulator',
  disclaimer: 'Not affiliated with or endorsed by Cisco. Webex is a trademark of Cisco.',
  done: 'Done:',
  note: 'Note:',
  problem: 'Problem:',
  copy: 'Copy',
  copied: 'Copied',
  unknownPerson: 'someone whose name this app may not see',
  ended: (person: Html) => html`The connection of ${person} has ended and must be renewed once.`,
  reconnect: 'RECONNECT',
  seconds: (seconds: string) => `${seconds} s`,
  /** A minute or more. */
  span: (minutes: number, seconds: number) => {
    const hours = minutes >= 60 && `${Math.floor(minutes / 60)} h`
    return [hours, minutes % 60 > 0 && `${minutes % 60} min`, seconds > 0 && `${seconds} s`].filter(Boolean).join(' ')
  },
}

export const momentWords = {
  justNow: 'just now',
  minutesAgo: (minutes: number) => `${minutes} min ago`,
  hoursAgo: (hours: number) => `${hours} h ago`,
  yesterday: 'yesterday',
  daysAgo: (days: number) => `${days} days ago`,
  withAge: (instant: string, age: string) => `${instant} (${age})`,
}
