/** What a mention in markdown stands for; undefined when it names nobody, and stays as it was typed. */
export type MentionReader = (mention: Mention) => Mentioned | undefined

export type Mention = { group: 'all' } | { kind: 'personId' | 'personEmail'; value: string; label: string | undefined }

export interface Mentioned {
  label: string
  attributes: Record<string, string>
}

interface Rendered {
  html: string
  text: string
}

/**
 * Makes HTML and plain text of markdown: paragraphs, headings, lists, quotes, code, bold, italic, links and mentions.
 * Nothing of the input reaches the HTML unescaped. @see WEBEX.md §9
 */
export function renderMarkdown(markdown: string, readMention: MentionReader): Rendered {
  const blocks = cutBlocks(markdown.replaceAll('\r\n', '\n').split('\n')).map((block) =>
    renderBlock(block, readMention),
  )
  return {
    html: blocks.map(({ html }) => html).join(''),
    text: blocks.map(({ text }) => text).join('\n'),
  }
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

interface Block {
  tag: string
  lines: string[]
}

const OPENERS: [tag: string, pattern: RegExp][] = [
  ['h1', /^# +/],
  ['h2', /^## +/],
  ['h3', /^### +/],
  ['ul', /^[-*+] +/],
  ['ol', /^\d{1,4}[.)] +/],
  ['blockquote', /^> ?/],
]

/** Lines that belong together, without what marked them. */
function cutBlocks(lines: string[]): Block[] {
  const blocks: Block[] = []
  let isOpen = false
  for (const line of lines) {
    const last = blocks.at(-1)
    if (isOpen && last?.tag === 'pre') {
      if (line.startsWith('```')) isOpen = false
      else last.lines.push(line)
      continue
    }
    const { tag, rest } = readLine(line)
    if (isOpen && last?.tag === tag && !/^h\d$/.test(tag)) last.lines.push(rest)
    else if (tag !== 'none') blocks.push({ tag, lines: tag === 'pre' ? [] : [rest] })
    isOpen = tag !== 'none'
  }
  return blocks
}

function readLine(line: string): { tag: string; rest: string } {
  if (line.startsWith('```')) return { tag: 'pre', rest: '' }
  if (line.trim() === '') return { tag: 'none', rest: '' }
  const [tag, pattern] = OPENERS.find(([, opener]) => opener.test(line)) ?? ['p', /^/]
  return { tag, rest: line.replace(pattern, '') }
}

function renderBlock({ tag, lines }: Block, readMention: MentionReader): Rendered {
  if (tag === 'pre') {
    const code = lines.join('\n')
    return { html: `<pre><code>${escapeHtml(code)}</code></pre>`, text: code }
  }
  const parts = lines.map((line) => renderLine(line, readMention))
  const isList = tag === 'ul' || tag === 'ol'
  const inner = isList
    ? parts.map(({ html }) => `<li>${html}</li>`).join('')
    : parts.map(({ html }) => html).join('<br>')
  return { html: `<${tag}>${inner}</${tag}>`, text: parts.map(({ text }) => text).join('\n') }
}

/** Every repetition is bounded by a character it cannot hold, so that no line takes long. */
const INLINE = new RegExp(
  [
    '`(?<code>[^`]+)`',
    '\\*\\*(?<bold>(?:[^*]|\\*(?!\\*))+)\\*\\*',
    '(?<!\\*)\\*(?<italic>[^*\\s][^*]*)\\*(?!\\*)',
    '(?<!\\w)_(?<under>[^_]+)_(?!\\w)',
    '\\[(?<label>[^\\][]{1,500})\\]\\((?<href>(?:https?://|mailto:|webexteams:)[^()\\s]{1,2000})\\)',
    '<@(?<kind>personId|personEmail):(?<value>[^|>\\s]{1,300})(?:\\|(?<name>[^>]{0,200}))?>',
    '<@(?<group>all)(?:\\|[^>]{0,200})?>',
  ].join('|'),
  'g',
)

function renderLine(line: string, readMention: MentionReader): Rendered {
  let [html, text, end] = ['', '', 0]
  for (const match of line.matchAll(INLINE)) {
    const before = line.slice(end, match.index)
    const part = renderMatch(match[0], match.groups ?? {}, readMention)
    html += escapeHtml(before) + part.html
    text += before + part.text
    end = match.index + match[0].length
  }
  const rest = line.slice(end)
  return { html: html + escapeHtml(rest), text: text + rest }
}

type Groups = Record<string, string | undefined>

function renderMatch(whole: string, groups: Groups, readMention: MentionReader): Rendered {
  const { code, bold, label, href } = groups
  const italic = groups.italic ?? groups.under
  if (code !== undefined) return { html: `<code>${escapeHtml(code)}</code>`, text: code }
  if (bold !== undefined) return wrap('strong', renderLine(bold, readMention))
  if (italic !== undefined) return wrap('em', renderLine(italic, readMention))
  if (label !== undefined && href !== undefined) {
    const { html, text } = renderLine(label, () => undefined)
    return { html: `<a href="${escapeHtml(href)}" rel="nofollow">${html}</a>`, text }
  }
  return renderMention(whole, groups, readMention)
}

function wrap(tag: string, { html, text }: Rendered): Rendered {
  return { html: `<${tag}>${html}</${tag}>`, text }
}

function renderMention(whole: string, { kind, value, name, group }: Groups, readMention: MentionReader): Rendered {
  const isPerson = (kind === 'personId' || kind === 'personEmail') && value !== undefined
  const mentioned = group
    ? readMention({ group: 'all' })
    : isPerson
      ? readMention({ kind, value, label: name })
      : undefined
  if (!mentioned) return { html: escapeHtml(whole), text: whole }
  const attributes = Object.entries(mentioned.attributes).map(([key, held]) => ` ${key}="${escapeHtml(held)}"`)
  return {
    html: `<spark-mention${attributes.join('')}>${escapeHtml(mentioned.label)}</spark-mention>`,
    text: mentioned.label,
  }
}
