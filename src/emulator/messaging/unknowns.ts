import type { SettingDescription } from '../settings.ts'

/** What is unknown, or better chosen, about messaging. */
export interface MessagingSettings {
  attachmentActionStatus: 200 | 202
  fileScan: FileScan
  filesByUrl: 'fetch' | 'name-only'
  uploadLimitBytes: number
}

/** What the scan of a new file says; `scanning` ends as `clean` after ten seconds of the emulator's clock. */
export type FileScan = 'clean' | 'scanning' | 'infected' | 'unscannable'

export const messagingSettings: Record<keyof MessagingSettings, SettingDescription> = {
  attachmentActionStatus: {
    tells: 'The status of a new attachment action: the documentation says 202, a known client takes only 200.',
    default: 200,
    values: [200, 202],
  },
  fileScan: {
    tells: 'What the scan of a new file says. The EICAR test file is always infected, an encrypted zip unscannable.',
    default: 'clean',
    values: ['clean', 'scanning', 'infected', 'unscannable'],
  },
  filesByUrl: {
    tells: 'Whether a file that a message names by URL is fetched, or only its name is kept.',
    default: 'fetch',
    values: ['fetch', 'name-only'],
  },
  uploadLimitBytes: {
    tells: 'The largest file that can be uploaded, in bytes; Webex takes 104857600.',
    default: 20_971_520,
  },
}
