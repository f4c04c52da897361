import {
  type JsonArray,
  type JsonFault,
  type JsonObject,
  type JsonValue,
  member,
  parseJson,
} from '../../../policy/json.ts'
import type { EditorKind } from './kind.ts'
import { readStatement, type StatementBlock } from './statement.ts'

/** The whole document as the visual tab shows it, or why it cannot be shown: it then stays in the JSON tab. */
export type VisualDocument =
  | { readonly blocks: readonly StatementBlock[] }
  | { readonly fault: DocumentFault }

export interface DocumentFault {
  readonly code: JsonFault['reason'] | 'no-object' | 'statements'
  /** Where in the text, counted from 0. */
  readonly offset: number
}

export function readVisual(text: string, kind: EditorKind): VisualDocument {
  const document = openDocument(text)
  if ('fault' in document) return document
  return { blocks: document.statements.map((node, index) => readStatement(node, index, text, kind)) }
}

/** The parts of the text that changes of statements need. */
export interface OpenDocument {
  /** Absent: the text is empty. */
  readonly root?: JsonObject
  /** Absent: the one statement stands without brackets, or there is no such member. */
  readonly list?: JsonArray
  readonly statements: readonly JsonValue[]
}

export function openDocument(text: string): OpenDocument | { readonly fault: DocumentFault } {
  if (text.trim() === '') return { statements: [] }
  const parsed = parseJson(text)
  if ('fault' in parsed) return { fault: { code: parsed.fault.reason, offset: parsed.fault.offset } }
  const root = parsed.value
  if (root.kind !== 'object') return { fault: { code: 'no-object', offset: root.start } }
  const statement = member(root, 'Statement')
  if (statement === undefined) return { root, statements: [] }
  if (statement.kind === 'array') return { root, list: statement, statements: statement.items }
  if (statement.kind === 'object') return { root, statements: [statement] }
  return { fault: { code: 'statements', offset: statement.start } }
}
