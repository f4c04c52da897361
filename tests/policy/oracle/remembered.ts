const mostKnown = 10_000

/**
 * A function of a text alone whose answers are remembered: the same patterns are read again for every request that they
 * are asked about.
 */
export function remembered<Answer>(read: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    const answer = read(text)
    if (known.size >= mostKnown) known.clear()
    known.set(text, answer)
    return answer
  }
}
