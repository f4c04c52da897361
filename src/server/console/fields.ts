import { invalid } from './fault.ts'

/** Longer than any name, password or token that is meant. */
const maxCharacters = 4096

/** The members of what a page sent: texts of a decent length, nothing else. */
export class Fields {
  readonly #members: Readonly<Record<string, unknown>>

  constructor(body: Uint8Array) {
    this.#members = objectIn(body)
  }

  text(name: string): string {
    const value = this.optionalText(name)
    if (value === undefined || value === '') throw invalid(`${name} must be there.`)
    return value
  }

  optionalText(name: string): string | undefined {
    const value = Object.hasOwn(this.#members, name) ? this.#members[name] : undefined
    if (value === undefined) return undefined
    if (typeof value !== 'string' || value.length > maxCharacters) {
      throw invalid(`${name} must be a text of at most ${maxCharacters} characters.`)
    }
    return value
  }
}

function objectIn(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
      return content as Readonly<Record<string, unknown>>
    }
  } catch {
    // What is wrong with it helps nobody.
  }
  throw invalid('The body must be an object in JSON.')
}
