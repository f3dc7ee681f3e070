/** Texts as other people may call themselves and their spaces. Each begins with a mark of its own, to find it by. */
export const hostileNames: readonly string[] = [
  '<img src=x onerror="alert(1)">',
  '<script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '</title></textarea></style></script><b>bold',
  '<style>* { display: none }</style>',
  '<base href="//evil.example"><form action="//evil.example"><button>',
  '<meta http-equiv="refresh" content="0;url=//evil.example">',
  '<a href="javascript:alert(1)">javascript:alert(1)</a>',
  '[x](javascript:alert(1)) ![x](http://evil.example/x.png) <https://evil.example>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must not be evaluated anywhere
  '{{7*7}} ${7*7} <%= 7*7 %>',
  '&lt;b&gt; &amp;amp; &#60;i&#62; %3Cb%3E',
  '\u202Egnp.exe \u2066\u2067\u2068 never closed',
  'שלום עולם – مرحبا بالعالم, mixed',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  'one-word-without-any-place-to-break-it-'.repeat(4),
  '👩‍👩‍👧‍👦'.repeat(12),
  'line one\nline two\ttabbed\r\nline three',
  "=cmd|' /C calc'!A0",
  '__proto__ constructor hasOwnProperty null undefined NaN',
  '\u200B\u200D\uFEFF\u00AD invisible',
  `<details open ontoggle=alert(1)>${'<div>'.repeat(25)}`,
].map((text, index) => `h${index}h ${text}`)

/** What finds any of them. */
export const HOSTILE_MARK = /\bh\d+h /
