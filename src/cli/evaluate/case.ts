import {
  type AuthorizationRequest,
  type Context,
  type ContextValue,
  type ControlLevel,
  type PolicyKind,
  type PolicyLayers,
  parsePolicy,
  type SourcedPolicy,
} from '../../policy/index.ts'
import { callerNamed } from './caller.ts'

/** A case that cannot be decided, and why. */
export class CaseFault extends Error {
  override readonly name = 'CaseFault'
}

type Json = Readonly<Record<string, unknown>>

/** Reads one case: what is asked, and every policy that bears on it. */
export function readCase(given: unknown): { request: AuthorizationRequest; layers: PolicyLayers } {
  const fields = objectAt(given, 'the case')
  const asked = objectAt(fields.request, 'request')
  const [action, resource] = [textAt(asked, 'action'), textAt(asked, 'resource')]
  const owner = asked.resourceAccount == null ? undefined : textAt(asked, 'resourceAccount')
  const context = contextOf(asked.context)
  const layers = layersOf(fields, mustAllow(action, resource))
  const name = textAt(asked, 'principal')
  const principal = callerNamed(name, context, principalsOf(layers))
  if (principal === undefined)
    throw new CaseFault(`request.principal: ${name} is no caller (a role's caller is its session)`)
  return {
    request: {
      principal,
      action,
      resource,
      context,
      ...(owner !== undefined && { resourceAccountId: owner }),
    },
    layers,
  }
}

type MustAllow = 'trust' | 'key' | undefined

/**
 * Role trust policies and KMS key policies must allow whatever identity policies say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
function mustAllow(action: string, resource: string): MustAllow {
  if (/^sts:/i.test(action) && /^arn:[^:]*:iam::\d*:role\//.test(resource)) return 'trust'
  return /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource) ? 'key' : undefined
}

function layersOf(fields: Json, must: MustAllow): PolicyLayers {
  const boundary = policiesAt(fields, 'permissionsBoundary', 'boundary')
  const session = policiesAt(fields, 'sessionPolicies', 'session')
  const serviceControl = levelsAt(fields, 'serviceControlPolicies', 'service-control')
  const resourceControl = levelsAt(fields, 'resourceControlPolicies', 'resource-control')
  return {
    identity: policiesAt(fields, 'identityPolicies', 'identity'),
    resourcePolicyMustAllow: must !== undefined,
    ...(fields.resourcePolicy != null && {
      resource: policyFrom(fields.resourcePolicy, must === 'trust' ? 'trust' : 'resource', 'resourcePolicy'),
    }),
    ...(boundary.length > 0 && { boundary }),
    ...(session.length > 0 && { session }),
    ...(serviceControl.length > 0 && { serviceControl }),
    ...(resourceControl.length > 0 && { resourceControl }),
  }
}

function levelsAt(fields: Json, name: string, kind: PolicyKind): readonly ControlLevel[] {
  return listAt(fields, name).map((item, index) => {
    const place = `${name}[${index}]`
    const level = objectAt(item, place)
    return { level: String(level.level ?? index), policies: policiesAt(level, 'policies', kind, place) }
  })
}

function policiesAt(fields: Json, name: string, kind: PolicyKind, within?: string): readonly SourcedPolicy[] {
  const place = within === undefined ? name : `${within}.${name}`
  return listAt(fields, name).map((item, index) => policyFrom(item, kind, `${place}[${index}]`))
}

/** A document as JSON, or as the text of one. */
function policyFrom(given: unknown, kind: PolicyKind, name: string): SourcedPolicy {
  const result = parsePolicy(typeof given === 'string' ? given : JSON.stringify(given), kind)
  if ('document' in result) return { source: { name }, document: result.document }
  const [fault] = result.faults
  const path = fault?.path ? `${name}.${fault.path}` : name
  throw new CaseFault(`${path}: ${fault?.code}: ${fault?.message}`)
}

/** The roles that policies name tell the path of the caller's role. */
function principalsOf({ resource }: PolicyLayers): readonly string[] {
  return (
    resource?.document.statements.flatMap(
      ({ principal }) => principal?.entries.map(entry => entry.value) ?? [],
    ) ?? []
  )
}

/** The context is taken as it is: nothing is added to it. */
function contextOf(given: unknown): Context {
  const context: Record<string, ContextValue> = {}
  for (const [key, value] of Object.entries(given == null ? {} : objectAt(given, 'request.context'))) {
    if (value === null) continue
    context[key] = Array.isArray(value) ? value.map(item => scalar(item, key)) : scalar(value, key)
  }
  return context
}

function scalar(value: unknown, key: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new CaseFault(`request.context: the value of ${key} is neither a text, a number nor a boolean`)
}

function objectAt(given: unknown, place: string): Json {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Json
  throw new CaseFault(`${place} is not an object`)
}

function listAt(fields: Json, name: string): readonly unknown[] {
  const given = fields[name] ?? []
  if (Array.isArray(given)) return given
  throw new CaseFault(`${name} is not a list`)
}

function textAt(fields: Json, name: string): string {
  const given = fields[name]
  if (typeof given === 'string') return given
  throw new CaseFault(`request.${name} is not a text`)
}
