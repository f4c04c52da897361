const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Parsers normalise line ends (https://www.w3.org/TR/xml/#sec-line-ends), and some drop a text of nothing else.
  '\n': '&#xA;',
  '\r': '&#xD;',
  '\x85': '&#x85;',
  '\u2028': '&#x2028;',
}

/**
 * Besides the markup characters: what XML 1.0 cannot carry at all, not even as a reference
 * (https://www.w3.org/TR/xml/#charsets). In `u` mode a lone surrogate matches, a pair does not.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the characters to find
const ESCAPED = /[&<>"'\n\r\x85\u2028\0-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/u
const EVERY_ESCAPED = new RegExp(ESCAPED, 'gu')

/** Text for an element or an attribute. What XML cannot carry becomes U+FFFD: the document is never broken. */
export function escapeXml(text: string): string {
  return ESCAPED.test(text) ? text.replace(EVERY_ESCAPED, found => REFERENCES[found] ?? '\uFFFD') : text
}
