import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from './markdown.ts'

const nobody = () => undefined
const html = (markdown: string) => renderMarkdown(markdown, nobody).html

describe('markdown', () => {
  it.each([
    ['plain', '<p>plain</p>'],
    ['one\ntwo\n\nthree', '<p>one<br>two</p><p>three</p>'],
    [
      '**b** *i* _u_ snake_case_name `a*b*`',
      '<p><strong>b</strong> <em>i</em> <em>u</em> snake_case_name <code>a*b*</code></p>',
    ],
    ['**bold with *italic* inside**', '<p><strong>bold with <em>italic</em> inside</strong></p>'],
    ['**open', '<p>**open</p>'],
    [
      '# Title\n- a\n- b\n1. c\n> q',
      '<h1>Title</h1><ul><li>a</li><li>b</li></ul><ol><li>c</li></ol><blockquote>q</blockquote>',
    ],
    ['```\nif (a < b) {}\n\n```\nafter', '<pre><code>if (a &lt; b) {}\n</code></pre><p>after</p>'],
    [
      '[a & b](https://x.example/?a=1&b=2)',
      '<p><a href="https://x.example/?a=1&amp;b=2" rel="nofollow">a &amp; b</a></p>',
    ],
    ['[x](javascript:alert)', '<p>[x](javascript:alert)</p>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['<@personEmail:nobody@example.org>', '<p>&lt;@personEmail:nobody@example.org&gt;</p>'],
    ['', ''],
  ])('%j is %j', (markdown, expected) => {
    expect(html(markdown)).toBe(expected)
  })

  it('never lets input through as HTML', () => {
    const sign = fc.constantFrom(
      ...'<>"\'&*_`[]()#-@|\n \\',
      '**',
      '](https://',
      '<@all|',
      '<@personId:',
      'script',
      'a',
    )
    const ours =
      /<\/?(p|br|h[123]|ul|ol|li|blockquote|pre|code|strong|em)>|<a href="[^"<>']*" rel="nofollow">|<\/a>|<spark-mention( data-[a-z-]+="[^"<>']*")*>|<\/spark-mention>/g
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        const rendered = renderMarkdown(signs.join(''), (mention) => {
          const label = 'group' in mention ? 'All' : (mention.label ?? mention.value)
          return { label, attributes: { 'data-x': label } }
        })
        expect(rendered.html.replaceAll(ours, '')).not.toMatch(/[<>"']/)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['*', '**', '_', '`', '[', '[a](', '<@personId:', '<@all|', '> ', '- '])(
    'takes no longer for many %j',
    (sign) => {
      const before = performance.now()
      html(sign.repeat(Math.floor(7439 / sign.length)))
      expect(performance.now() - before).toBeLessThan(1000)
    },
  )
})
