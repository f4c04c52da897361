import {
  type ContextEntry,
  GetContextKeysForCustomPolicyCommand,
  GetContextKeysForPrincipalPolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import type { Clients } from '../api/clients.ts'
import type { SimulatedDecisionKind, SourceKind } from '../words/simulator.ts'

/** What somebody wants to know. */
export interface Question {
  readonly source: SourceKind
  /** ARN of the user, group or role. */
  readonly entity: string
  /** Where no entity's policies are meant. */
  readonly policy: string
  readonly actions: readonly string[]
  /** ARNs, one a line. */
  readonly resources: string
  readonly resourcePolicy: string
  readonly context: readonly GivenKey[]
}

export interface GivenKey {
  readonly key: string
  /** Separated by commas. */
  readonly values: string
}

/** One action on one resource. */
export interface Result {
  readonly action: string
  readonly resource: string
  readonly decision: SimulatedDecisionKind
  readonly statements: number
  readonly missing: readonly string[]
}

export interface Simulated {
  readonly requestId: string
  readonly results: readonly Result[]
}

export const maxActions = 100

export const isComplete = ({ source, entity, policy, actions }: Question) =>
  actions.length > 0 && actions.length <= maxActions && (source === 'custom' ? policy !== '' : entity !== '')

const linesOf = (text: string) => text.split('\n').flatMap(line => line.trim() || [])

/** One call: what it decided stands under its request's id, reasons and all. */
export async function simulate({ iam }: Pick<Clients, 'iam'>, question: Question): Promise<Simulated> {
  const { source, entity, policy, actions, resourcePolicy } = question
  const resources = linesOf(question.resources)
  const common = {
    ActionNames: [...actions],
    ...(resources.length > 0 && { ResourceArns: resources }),
    ...(resourcePolicy.trim() !== '' && { ResourcePolicy: resourcePolicy }),
    ContextEntries: question.context.flatMap(entryOf),
    MaxItems: 1000,
  }
  const { EvaluationResults = [], $metadata } = await (source === 'custom'
    ? iam.send(new SimulateCustomPolicyCommand({ ...common, PolicyInputList: [policy] }))
    : iam.send(new SimulatePrincipalPolicyCommand({ ...common, PolicySourceArn: entity })))
  return {
    requestId: $metadata.requestId ?? '',
    results: EvaluationResults.flatMap(result => {
      const action = result.EvalActionName ?? ''
      const specific = result.ResourceSpecificResults ?? []
      if (specific.length === 0) {
        return {
          action,
          resource: resources[0] ?? '*',
          decision: result.EvalDecision ?? 'implicitDeny',
          statements: result.MatchedStatements?.length ?? 0,
          missing: result.MissingContextValues ?? [],
        }
      }
      return specific.map(one => ({
        action,
        resource: one.EvalResourceName ?? '*',
        decision: one.EvalResourceDecision ?? 'implicitDeny',
        statements: one.MatchedStatements?.length ?? 0,
        missing: one.MissingContextValues ?? [],
      }))
    }),
  }
}

/** Keys whose values are compared as text whatever they are: numbers, dates and addresses are parsed by their operator. */
function entryOf({ key, values }: GivenKey): ContextEntry[] {
  const given = values.split(',').flatMap(value => value.trim() || [])
  if (key.trim() === '' || given.length === 0) return []
  return [
    {
      ContextKeyName: key.trim(),
      ContextKeyValues: given,
      ContextKeyType: given.length > 1 ? 'stringList' : 'string',
    },
  ]
}

/** Which keys the policies ask for. */
export async function keysAskedFor(
  { iam }: Pick<Clients, 'iam'>,
  { source, entity, policy, resourcePolicy }: Question,
): Promise<readonly string[]> {
  const further = resourcePolicy.trim() === '' ? [] : [resourcePolicy]
  const { ContextKeyNames = [] } = await (source === 'custom'
    ? iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: [policy, ...further] }))
    : iam.send(
        new GetContextKeysForPrincipalPolicyCommand({
          PolicySourceArn: entity,
          ...(further.length > 0 && { PolicyInputList: further }),
        }),
      ))
  return ContextKeyNames
}
