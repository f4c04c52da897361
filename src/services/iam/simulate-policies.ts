import { entityArnResource, entityTexts, entityWithArn, mustBeEntityArn } from './entity-arns.ts'
import { iam } from './operation.ts'
import { callerWithArn, nobodyOf } from './simulation/caller.ts'
import { mustIdentifyPolicies, withoutExcluded } from './simulation/exclusions.ts'
import {
  contextOf,
  invalid,
  mustBeActions,
  mustBeResources,
  mustFitScenario,
  ownerOf,
} from './simulation/inputs.ts'
import { organizationOfCaller } from './simulation/organization.ts'
import {
  boundaryOf,
  entityPolicies,
  givenBoundary,
  givenControlLevels,
  givenPolicies,
  givenResourcePolicy,
} from './simulation/policies.ts'
import { type SimulationPlan, simulated } from './simulation/run.ts'

/** What policies would decide, found out by the engine that decides on requests. */

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const SimulateCustomPolicy = iam('SimulateCustomPolicy', {
  check: ({ input }) => {
    mustMakeSense(input)
    if (input.ResourcePolicy !== undefined && input.CallerArn === undefined) {
      throw invalid('CallerArn is required when ResourcePolicy is specified.')
    }
  },
  resource: () => ({ arn: '*' }),
  handle: async ({ input, caller, store, now, explain }) => {
    const { account } = caller
    const { CallerArn } = input
    const simulatedCaller =
      CallerArn === undefined
        ? nobodyOf(account)
        : await store.read(account, rows => callerWithArn(rows, account, CallerArn, false))
    const boundary = givenBoundary(input.PermissionsBoundaryPolicyInputList)
    const serviceControl = givenControlLevels(input.OrderedOrganizationPolicyInputList)
    const plan: SimulationPlan = {
      ...commonPlan(input, now),
      explain,
      caller: simulatedCaller,
      identity: givenPolicies('PolicyInputList', input.PolicyInputList),
      ...(boundary && { boundary }),
      ...(serviceControl && { serviceControl }),
      targets: {
        ...{ store, caller, simulatedCaller: simulatedCaller.identity },
        knowsCaller: CallerArn !== undefined,
        // All that is known of a custom simulation is what it is given.
        withTags: false,
        ...ownedResources(input),
      },
    }
    return simulated(plan, input)
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const SimulatePrincipalPolicy = iam('SimulatePrincipalPolicy', {
  check: ({ input }) => {
    mustBeEntityArn(input.PolicySourceArn)
    mustMakeSense(input)
    mustIdentifyPolicies(input.PolicyExclusionList ?? [])
  },
  resource: call => entityArnResource(call, call.input.PolicySourceArn),
  handle: async ({ input, caller, store, managed, now, explain }) => {
    const { account } = caller
    const { PolicySourceArn, CallerArn = PolicySourceArn } = input
    const [texts, simulatedCaller] = await store.read(account, async rows => {
      const { type, entity } = await entityWithArn(rows, PolicySourceArn)
      const all = await entityTexts({ rows, caller, managed }, type, entity.id)
      const present = withoutExcluded(all, input.PolicyExclusionList ?? [])
      return [present, await callerWithArn(rows, account, CallerArn, true)] as const
    })
    const boundary = givenBoundary(input.PermissionsBoundaryPolicyInputList) ?? boundaryOf(texts)
    // What binds a caller of another account is that account's to know.
    const organization =
      simulatedCaller.identity.account === account
        ? await organizationOfCaller(store, simulatedCaller.identity)
        : undefined
    const plan: SimulationPlan = {
      ...commonPlan(input, now),
      explain,
      caller: simulatedCaller,
      identity: [
        ...entityPolicies(texts.identity, 'identity'),
        ...givenPolicies('PolicyInputList', input.PolicyInputList),
      ],
      ...(boundary && { boundary }),
      ...(organization && { organization }),
      ...(organization?.serviceControl && { serviceControl: organization.serviceControl }),
      targets: {
        ...{ store, caller, simulatedCaller: simulatedCaller.identity },
        knowsCaller: true,
        withTags: true,
        ...ownedResources(input),
      },
    }
    return simulated(plan, input)
  },
})

interface CommonInput {
  readonly ActionNames: readonly string[]
  readonly ResourceArns?: readonly string[] | undefined
  readonly ResourcePolicy?: string | undefined
  readonly ResourceOwner?: string | undefined
  readonly CallerArn?: string | undefined
  readonly ContextEntries?: Parameters<typeof contextOf>[0] | undefined
  readonly ResourceHandlingOption?: string | undefined
}

function mustMakeSense(input: CommonInput): void {
  mustBeActions(input.ActionNames)
  mustBeResources(input.ResourceArns ?? [])
  mustFitScenario(input.ResourceHandlingOption, input.ResourceArns ?? [])
  if (input.CallerArn !== undefined) mustBeEntityArn(input.CallerArn)
}

/** "If this parameter is not provided, then the value defaults to * (all resources)." */
function commonPlan({ ActionNames, ResourceArns, ContextEntries }: CommonInput, now: number) {
  const resources = ResourceArns?.length ? ResourceArns : ['*']
  return { actions: ActionNames, resources, given: contextOf(ContextEntries ?? []), now }
}

function ownedResources({ ResourcePolicy, ResourceOwner }: CommonInput) {
  const resourceOwner = ownerOf(ResourceOwner)
  return {
    ...(ResourcePolicy !== undefined && { resourcePolicy: givenResourcePolicy(ResourcePolicy) }),
    ...(resourceOwner !== undefined && { resourceOwner }),
  }
}
