import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { EditorState, Extension } from '@codemirror/state'
import type { QueryClient } from '@tanstack/react-query'
import { globalKeys } from '../../../policy/findings/global-keys.ts'
import { keyStart, operatorsFor } from '../model/condition-choice.ts'
import { type EditorKind, editorKinds } from '../model/kind.ts'
import { principalTypes } from '../model/statement.ts'
import { readServices } from '../reference/read-reference.ts'

/** What may stand where the cursor is: elements, effects, services and their actions, operators, condition keys. */
export function completionsOf(kind: EditorKind, queries: QueryClient): Extension {
  return autocompletion({ override: [context => complete(context, kind, queries)], icons: false })
}

interface Place {
  /** Names of the members around the string, from the root: `['Statement', 'Action']`. */
  readonly path: readonly string[]
  readonly isName: boolean
  /** Behind the opening quote. */
  readonly from: number
  readonly written: string
}

type Source = (place: Place, kind: EditorKind, queries: QueryClient) => Promise<readonly Completion[]>

async function complete(
  context: CompletionContext,
  kind: EditorKind,
  queries: QueryClient,
): Promise<CompletionResult | null> {
  const place = placeAt(context.state, context.pos)
  if (place === undefined) return null
  const options = await sourceFor(place)?.(place, kind, queries)
  if (options === undefined || options.length === 0) return null
  return { from: place.from, options, validFor: /^[^":]*$/ }
}

function sourceFor({ path, isName }: Place): Source | undefined {
  const depth = path.length
  const [, element] = path
  if (isName && depth === 0) return documentElements
  if (path[0] !== 'Statement') return depth === 1 && path[0] === 'Version' ? versions : undefined
  if (isName) {
    if (depth === 1) return statementElements
    if (element === 'Condition') return depth === 2 ? operators : depth === 3 ? conditionKeys : undefined
    return depth === 2 && /Principal$/.test(element ?? '') ? principals : undefined
  }
  if (element === 'Effect') return effects
  return /^(Not)?Action$/.test(element ?? '') ? actions : undefined
}

const plain = (labels: readonly string[]): readonly Completion[] => labels.map(label => ({ label }))

const documentElements: Source = async () => plain(['Version', 'Id', 'Statement'])
const versions: Source = async () => plain(['2012-10-17'])
const effects: Source = async (_place, kind) => plain(editorKinds[kind].effects)
const principals: Source = async () => plain(principalTypes)
const statementElements: Source = async (_place, kind) =>
  plain(
    editorKinds[kind].elements.flatMap(name =>
      /^(Action|Resource)$/.test(name) ? [name, `Not${name}`] : [name],
    ),
  )
const operators: Source = async () => plain(operatorsFor(undefined))

const actions: Source = async ({ written }, kind, queries) => {
  const { onlyActions } = editorKinds[kind]
  if (onlyActions !== undefined) return plain(onlyActions.map(name => `sts:${name}`))
  const colon = written.indexOf(':')
  const prefix = written.slice(0, Math.max(colon, 0)).toLowerCase()
  const { all, files } = await readServices(queries, colon < 0 ? [] : [prefix])
  if (colon < 0) return all.map(entry => ({ label: `${entry.prefix}:`, detail: entry.name }))
  return files.flatMap(file => [
    { label: `${prefix}:*` },
    ...file.actions.map(({ name, accessLevel }) => ({ label: `${prefix}:${name}`, detail: accessLevel })),
  ])
}

const conditionKeys: Source = async ({ written }, _kind, queries) => {
  const colon = written.indexOf(':')
  const prefix = written.slice(0, Math.max(colon, 0)).toLowerCase()
  const global = globalKeys.map(key => ({ label: key.name, detail: key.type }))
  const { all, files } = await readServices(queries, colon < 0 ? [] : [prefix])
  const services = all.map(entry => ({ label: `${entry.prefix}:`, detail: entry.name }))
  if (colon < 0) return [...global, ...services]
  const own = files.flatMap(file =>
    file.conditionKeys
      .filter(key => key.name.toLowerCase().startsWith(`${prefix}:`))
      .map(key => ({ label: keyStart(key.name) ?? key.name, detail: key.type })),
  )
  return [...own, ...global]
}

/** Where the string stands that the cursor is in; undefined outside of strings. */
function placeAt(state: EditorState, at: number): Place | undefined {
  const node = syntaxTree(state).resolveInner(at, -1)
  const isName = node.name === 'PropertyName'
  if ((!isName && node.name !== 'String') || at <= node.from) return undefined
  const path: string[] = []
  for (let up = isName ? node.parent?.parent : node.parent; up; up = up.parent) {
    const name = up.name === 'Property' ? up.getChild('PropertyName') : null
    if (name !== null) path.unshift(state.sliceDoc(name.from + 1, name.to - 1))
  }
  return { path, isName, from: node.from + 1, written: state.sliceDoc(node.from + 1, at) }
}
