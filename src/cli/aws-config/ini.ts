/**
 * The shared files of the AWS CLI and the SDKs, changed with respect: only the sections named are touched, and
 * in them only the settings given; everything else stays as it was written, comments included.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export interface Section {
  /** As it stands in brackets: `profile x` in the config file, `x` in the credentials file. */
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
}

export function mergeSections(text: string, sections: readonly Section[]): string {
  return sections.reduce(mergeSection, text)
}

export function showSections(sections: readonly Section[]): string {
  return sections.map(({ name, settings }) => [`[${name}]`, ...lines(settings)].join('\n')).join('\n\n')
}

function mergeSection(text: string, { name, settings }: Section): string {
  const all = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  const start = all.findIndex(line => headerIn(line) === name)
  if (start < 0) {
    const gap = all.length > 0 && all.at(-1) !== '' ? [''] : []
    return `${[...all, ...gap, `[${name}]`, ...lines(settings)].join('\n')}\n`
  }
  const after = all.findIndex((line, index) => index > start && /^\s*\[/.test(line))
  const end = after < 0 ? all.length : after
  const body = all.slice(start + 1, end)
  const missing = new Map(Object.entries(settings))
  const updated = body.map(line => {
    const key = /^([\w-]+)\s*=/.exec(line)?.[1]
    const value = key === undefined ? undefined : missing.get(key)
    if (key === undefined || value === undefined) return line
    missing.delete(key)
    return `${key} = ${value}`
  })
  const blank = trailingBlankLines(updated)
  const kept = updated.slice(0, updated.length - blank)
  const tail = updated.slice(updated.length - blank)
  const merged = [
    ...all.slice(0, start + 1),
    ...kept,
    ...lines(Object.fromEntries(missing)),
    ...tail,
    ...all.slice(end),
  ]
  return `${merged.join('\n')}\n`
}

/** White space and quotes within the brackets do not count, nor does a comment behind them. */
function headerIn(line: string): string | undefined {
  return /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.replace(/["']/g, '').trim().replace(/\s+/g, ' ')
}

function lines(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).map(([key, value]) => `${key} = ${value}`)
}

function trailingBlankLines(body: readonly string[]): number {
  const last = body.findLastIndex(line => line.trim() !== '')
  return body.length - 1 - last
}
