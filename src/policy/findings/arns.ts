import { type Glob, globOf, overlaps, placeholderGlob } from './patterns.ts'
import type { ResourceTypeFacts } from './service-reference.ts'
import { variablesAsWildcards } from './variable-scan.ts'
import type { Text, View } from './view.ts'

/** `arn:partition:service:region:account:resource` as a policy writes it, each part possibly a pattern. */
export interface WrittenArn {
  readonly item: Text
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

export const arnFields = 6

/** Parts of the text, with `*` for each variable: there may be colons in those. */
export function arnParts(text: string): readonly string[] {
  return variablesAsWildcards(text).split(':')
}

export function* resourceItems({ kind, statements }: View): Generator<Text> {
  // A trust policy has no resources; that one is there is a finding of its own.
  if (kind === 'trust') return
  for (const { resource } of statements) yield* resource?.items ?? []
}

/** The resources that have the form of an ARN, so that one can look into their parts. */
export function* writtenArns(view: View): Generator<WrittenArn> {
  for (const item of resourceItems(view)) {
    const [arn, partition = '', service = '', region = '', account = '', ...rest] = arnParts(item.text)
    if (arn !== 'arn' || rest.length === 0) continue
    yield { item, partition, service, region, account, resource: rest.join(':') }
  }
}

export const isLiteral = (text: string) => !/[*?]/.test(text)

/** What the reference says of one resource type, taken apart. */
interface TypeForm {
  readonly facts: ResourceTypeFacts
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: Glob
}

/** Some services act on resources of any other one: of their form nothing is known. */
const isForAny = (service: string) => /[$*]/.test(service)

const forms = new WeakMap<ResourceTypeFacts, TypeForm>()

function formOf(facts: ResourceTypeFacts): TypeForm {
  const known = forms.get(facts)
  if (known !== undefined) return known
  // The placeholder of the partition holds no colon, nor does any other.
  const [, , service = '', region = '', account = '', ...rest] = facts.arn.split(':')
  const form = {
    facts,
    service,
    region,
    account,
    resource: placeholderGlob(isForAny(service) ? '*' : rest.join(':')),
  }
  forms.set(facts, form)
  return form
}

/** IAM names the account itself so, and the reference does not list it. */
const isAccountRoot = ({ service, resource }: WrittenArn) => service === 'iam' && resource === 'root'

/**
 * The resource types that the ARN can be of, by the part behind the account. Undefined when nothing can be said:
 * the reference is silent on the service, or comparing would cost too much.
 */
export function typesOf(view: View, arn: WrittenArn): readonly TypeForm[] | undefined {
  const known = view.reference?.service(arn.service)?.resourceTypes
  if (known === undefined || isAccountRoot(arn)) return undefined
  const all = [...known.values()]
    .map(formOf)
    .filter(form => form.service === arn.service || isForAny(form.service))
  if (all.length === 0) return undefined
  const resource = globOf(arn.resource)
  const found: TypeForm[] = []
  for (const form of all) {
    const same = overlaps(form.resource, resource, view.budget)
    if (same === undefined) return undefined
    if (same) found.push(form)
  }
  return found
}
