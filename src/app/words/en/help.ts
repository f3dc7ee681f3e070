/** The page that is always one press away. */
export const helpWords = {
  title: 'Help',
  what: {
    title: 'What this app does',
    text: (app: string) =>
      `${app} asks Webex, with your permission, for the spaces you are in, and shows them. Your password stays at Webex; this app gets a key of its own, which renews by itself and which you can end at any time.`,
  },
  tasks: {
    title: 'How do I …',
    connect: 'connect my account, or another one?',
    granted: 'see what I have allowed, and allow more?',
    disconnect: 'end the connection?',
    waiting: 'go on when Webex says that an administrator must approve?',
  },
  keys: {
    title: 'Keys',
    search: 'to the search',
    next: 'next row',
    previous: 'previous row',
    open: 'open the row',
    show: 'show these keys',
    switch: 'Single keys do these things',
    hint: 'They work wherever you are not typing, and only where this page may run its script.',
    close: 'Close',
  },
  trouble: {
    title: 'When something does not work',
    text: 'Each error says what happened, what to do, and has a code such as WX-STATE-EXPIRED. Send the code and the request id, from "For developers", to whoever runs this app. They are no secret.',
  },
  operators: {
    title: 'If you run this app',
    explain: 'says what a code, an error or an address that Webex sent back means',
    doctor: 'checks settings, database and the way to Webex',
    help: 'shows all commands',
  },
}
