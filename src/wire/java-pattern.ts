/**
 * AWS's models write patterns for java.util.regex, matched against the whole value. Here they become JavaScript's
 * in `u` mode, in which nearly everything that JavaScript lacks (possessive quantifiers, \Q…\E, \A, \h, POSIX
 * classes) is a syntax error. What it has but reads differently is refused by name. Either way an untranslatable
 * pattern fails when the service starts, and none is silently weaker.
 */
export function javaPattern(source: string): RegExp {
  for (const [construct, found] of READ_DIFFERENTLY) {
    if (found.test(source))
      throw new Error(`the pattern ${source} uses ${construct}: no translation is known`)
  }
  // `(?s)` at the head: a dot is any character. Anywhere else a flag is refused by name, above.
  const [pattern, flags] = source.startsWith(DOT_ALL) ? [source.slice(DOT_ALL.length), 'su'] : [source, 'u']
  return new RegExp(`^(?:${translated(pattern)})$`, flags)
}

const DOT_ALL = '(?s)'

const READ_DIFFERENTLY: readonly (readonly [construct: string, found: RegExp])[] = [
  ['an intersection of classes', /&&/],
  ['a class inside a class', /\[(?:[^\]\\]|\\.)*\[/],
  ['a word boundary (Unicode in Java, ASCII in JavaScript)', /\\[bB]/],
  ['vertical white space (a class in Java, one character in JavaScript)', /\\v/],
  ['inline flags', /(?!^\(\?s\))\(\?[a-zA-Z-]+[:)]/],
  ['a POSIX class or a script by its Java name', /\\[pP]\{(?!L\}|Z\}|N\})/],
]

/** White space by name is ASCII in Java, Unicode in JavaScript; as the inside of a class. */
const WHITE_SPACE: ReadonlyMap<string, string> = new Map([
  ['s', ' \\t-\\r'],
  ['S', '\\0-\\x08\\x0E-\\x1F!-\\u{10FFFF}'],
])

/** Java allows a backslash before any punctuation; `u` mode only before what has a meaning. */
function translated(source: string): string {
  let inClass = false
  return source.replaceAll(/\\(.)|[[\]]/gsu, (token, escaped: string | undefined) => {
    if (escaped === undefined) {
      inClass = token === '['
      return token
    }
    const whiteSpace = WHITE_SPACE.get(escaped)
    if (whiteSpace !== undefined) return inClass ? whiteSpace : `[${whiteSpace}]`
    if (escaped === '-') return inClass ? token : '-'
    return /[\w^$\\.*+?()[\]{}|/]/.test(escaped) ? token : escaped
  })
}
