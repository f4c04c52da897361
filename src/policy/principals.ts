import type { PolicyDocument } from './document.ts'
import { type JsonObject, type JsonString, type JsonValue, member, parseJson } from './json.ts'
import { type PrincipalReference, readPrincipal } from './principal-reference.ts'

/**
 * The `AWS` principals of a policy that must be looked up before it is saved, each value once, in the order
 * in which they are written: users and roles (to be bound to their unique ids), accounts, sessions, ids.
 * `*` needs no looking up, nor do services and identity providers.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalReferences(policy: string | PolicyDocument): readonly PrincipalReference[] {
  const values = new Set(
    typeof policy === 'string' ? principalStrings(policy).map(node => node.value) : written(policy),
  )
  return [...values].flatMap(value => {
    const reference = readPrincipal(value)
    return reference === undefined ? [] : [reference]
  })
}

/**
 * The policy's text with principals replaced where they stand, and nothing else changed. Used when a policy is
 * shown: a bound ARN becomes the entity's new ARN after a rename, or its unique id once it is deleted.
 * A text that is no policy is returned as it is.
 */
export function showPrincipals(text: string, replacements: Readonly<Record<string, string>>): string {
  let shown = ''
  let copied = 0
  for (const { value, start, end } of principalStrings(text)) {
    const replacement = Object.hasOwn(replacements, value) ? replacements[value] : undefined
    if (replacement === undefined) continue
    shown += text.slice(copied, start) + JSON.stringify(replacement)
    copied = end
  }
  return shown + text.slice(copied)
}

function written(document: PolicyDocument): readonly string[] {
  return document.statements
    .flatMap(statement => statement.principal?.entries ?? [])
    .flatMap(entry => (entry.type === 'AWS' ? [entry.value] : []))
}

/** The strings under `AWS` in every `Principal` and `NotPrincipal`, in the order of the text. */
function principalStrings(text: string): readonly JsonString[] {
  const parsed = parseJson(text)
  if (!('value' in parsed) || parsed.value.kind !== 'object') return []
  return objects(member(parsed.value, 'Statement'))
    .flatMap(statement => [member(statement, 'Principal'), member(statement, 'NotPrincipal')])
    .flatMap(principal => (principal?.kind === 'object' ? strings(member(principal, 'AWS')) : []))
    .sort((left, right) => left.start - right.start)
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return several(value).flatMap(item => (item.kind === 'object' ? [item] : []))
}

function strings(value: JsonValue | undefined): readonly JsonString[] {
  return several(value).flatMap(item => (item.kind === 'string' ? [item] : []))
}

function several(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return []
  return value.kind === 'array' ? value.items : [value]
}
