import { isAccountId } from '../../../identity/account-id.ts'
import { parseArn } from '../../../identity/arn.ts'
import type { Context } from '../../../policy/index.ts'
import { iamError } from '../operation.ts'

/** What both simulations are told, and what of it makes no sense. */

export interface ContextEntryInput {
  readonly ContextKeyName?: string | undefined
  readonly ContextKeyValues?: readonly string[] | undefined
  readonly ContextKeyType?: string | undefined
}

/** "Each operation must include the service identifier … does not support using wildcards (*) in an action name." */
export function mustBeActions(names: readonly string[]): void {
  const wrong = names.find(name => !/^[a-z0-9-]+:[a-z0-9]+$/i.test(name))
  if (wrong !== undefined) throw invalid(`Invalid action name: ${wrong}`)
}

/** Each costs a decision for each action; AWS names no limit. */
const maxResources = 1000

/** Each resource is an ARN, or `*`. */
export function mustBeResources(arns: readonly string[]): void {
  if (arns.length > maxResources) throw invalid(`At most ${maxResources} resources can be simulated.`)
  const wrong = arns.find(arn => arn !== '*' && !parseArn(arn))
  if (wrong !== undefined) throw invalid(`Invalid resource ARN: ${wrong}`)
}

/** The page of one simulation has an ARN, that of the other an account id; both are taken. */
export function ownerOf(resourceOwner: string | undefined): string | undefined {
  if (resourceOwner === undefined) return undefined
  const parts = parseArn(resourceOwner)
  const account = parts?.service === 'iam' && parts.resource === 'root' ? parts.accountId : resourceOwner
  if (isAccountId(account)) return account
  throw invalid(`Invalid resource owner: ${resourceOwner}`)
}

/** What a value of each type looks like; dates, numbers and addresses are read by the engine, as in requests. */
const valueForms: Readonly<Record<string, RegExp>> = {
  string: /^/,
  numeric: /^[+-]?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/i,
  ip: /^[\da-f.:]+(\/\d{1,3})?$/i,
  binary: /^[A-Za-z\d+/]*={0,2}$/,
  date: /^\d/,
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html */
export function contextOf(entries: readonly ContextEntryInput[]): Context {
  const context = new Map<string, readonly [name: string, value: string | readonly string[]]>()
  for (const entry of entries) {
    const { ContextKeyName: name } = entry
    if (!name) throw invalid('A context entry has no context key name.')
    if (context.has(name.toLowerCase())) throw invalid(`The context key ${name} is given more than once.`)
    context.set(name.toLowerCase(), [name, entryValue(name, entry)])
  }
  return Object.fromEntries(context.values())
}

/** A list where the type says so; where none is given, where there is not just one value. */
function entryValue(
  name: string,
  { ContextKeyValues: values = [], ContextKeyType: type }: ContextEntryInput,
): string | readonly string[] {
  const isList = type === undefined ? values.length !== 1 : type.endsWith('List')
  const form = valueForms[type?.replace(/List$/, '') ?? 'string']
  const wrong = values.find(value => !form?.test(value))
  if (wrong !== undefined) throw invalid(`The value ${wrong} of the context key ${name} is no ${type}.`)
  if (isList) return values
  const [only] = values
  if (values.length === 1 && only !== undefined) return only
  throw invalid(`The context key ${name} of type ${type} must have one value.`)
}

/** The resources that each scenario needs, by the types in their ARNs. */
const scenarios: Readonly<Record<string, readonly string[]>> = {
  'EC2-VPC-InstanceStore': ['instance', 'image', 'security-group', 'network-interface'],
  'EC2-VPC-InstanceStore-Subnet': ['instance', 'image', 'security-group', 'network-interface', 'subnet'],
  'EC2-VPC-EBS': ['instance', 'image', 'security-group', 'network-interface', 'volume'],
  'EC2-VPC-EBS-Subnet': ['instance', 'image', 'security-group', 'network-interface', 'subnet', 'volume'],
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export function mustFitScenario(scenario: string | undefined, arns: readonly string[]): void {
  if (scenario === undefined) return
  const needed = Object.hasOwn(scenarios, scenario) ? scenarios[scenario] : undefined
  if (!needed) throw invalid(`Invalid resource handling option: ${scenario}`)
  const present = new Set(arns.map(arn => parseArn(arn)).map(typeOfEc2))
  const missing = needed.filter(type => !present.has(type))
  if (missing.length > 0) throw invalid(`${scenario} requires resources of type ${missing.join(', ')}.`)
}

function typeOfEc2(parts: ReturnType<typeof parseArn>): string | undefined {
  return parts?.service === 'ec2' ? parts.resource.split('/')[0] : undefined
}

export function invalid(message: string) {
  return iamError('InvalidInputException', message)
}
