import type { PolicyDocument, PolicyKind } from '../policy/document.ts'
import { parsePolicy } from '../policy/index.ts'

/** How many parsed documents are kept; a document of the largest size takes some 50 KB. */
const maxDocuments = 5000

/** Parsed policies by their text: accounts repeat the same few documents over and over. */
export class Documents {
  readonly #parsed = new Map<string, PolicyDocument>()

  /** The text was accepted when it was saved; that it no longer parses is a fault of ours, not of the caller. */
  parse(text: string, kind: PolicyKind): PolicyDocument {
    const key = `${kind}\n${text}`
    const known = this.#parsed.get(key)
    if (known) return known
    const result = parsePolicy(text, kind)
    if (!('document' in result)) throw new Error(`a stored ${kind} policy does not parse`)
    if (this.#parsed.size >= maxDocuments) this.#parsed.clear()
    this.#parsed.set(key, result.document)
    return result.document
  }
}
