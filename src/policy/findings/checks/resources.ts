import { partitions } from '../../partitions.ts'
import {
  arnFields,
  arnParts,
  isLiteral,
  resourceItems,
  typesOf,
  type WrittenArn,
  writtenArns,
} from '../arns.ts'
import type { Check, Hit } from '../check.ts'
import { regions } from '../regions.ts'
import type { View } from '../view.ts'

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */

/** Owners of resources that are no account of a customer. */
const namedAccounts = new Set(['aws', 'aws-managed', 'aws-marketplace', 'cloudfront', 'amazon'])

/** What AWS owns itself carries its name, and no account: arn:aws:ssm:*::document/AWS-RunShellScript. */
const isOfAws = ({ resource }: WrittenArn) => /(?:^|[/:-])(?:aws|amazon)/i.test(resource)

type Field = 'region' | 'account'

/** Does no resource type that the ARN may be of have something in the field? */
const isNeverSet = (view: View, arn: WrittenArn, field: Field) => {
  const types = typesOf(view, arn)
  return types !== undefined && types.length > 0 && types.every(type => type[field] === '')
}

/** Does every resource type that the ARN may be of have something in the field? */
const isAlwaysSet = (view: View, arn: WrittenArn, field: Field) => {
  const types = typesOf(view, arn)
  return types !== undefined && types.length > 0 && types.every(type => type[field] !== '')
}

const ofService = ({ item, service }: WrittenArn): Hit => ({ at: item, values: { service } })

function* arns(view: View, isFound: (arn: WrittenArn) => boolean | undefined): Generator<Hit> {
  for (const arn of writtenArns(view)) if (isFound(arn)) yield ofService(arn)
}

export const resourceChecks: readonly Check[] = [
  {
    code: 'INVALID_ARN_PREFIX',
    title: 'Invalid ARN prefix',
    severity: 'error',
    message: 'Add the required prefix (arn) to the resource ARN.',
    advice: 'A resource is "*" or an ARN.',
    *find(view) {
      for (const item of resourceItems(view)) {
        if (item.text !== '*' && arnParts(item.text)[0] !== 'arn') yield { at: item }
      }
    },
  },
  {
    code: 'MISSING_ARN_FIELD',
    title: 'Missing ARN field',
    severity: 'error',
    message:
      'Resource ARNs must include at least {fields} fields in the following structure: arn:partition:service:region:account:resource',
    advice: 'Fields that a service leaves empty keep their colons: arn:aws:s3:::reports.',
    *find(view) {
      for (const item of resourceItems(view)) {
        const parts = arnParts(item.text)
        if (parts[0] === 'arn' && parts.length < arnFields)
          yield { at: item, values: { fields: `${arnFields}` } }
      }
    },
  },
  {
    code: 'INVALID_PARTITION',
    title: 'Invalid partition',
    severity: 'error',
    message:
      'The resource ARN for the service {service} does not support the partition {partition}. Use the supported values: {partitions}',
    advice: 'The partition is aws, or that of China, GovCloud or another separate cloud.',
    *find(view) {
      for (const { item, service, partition } of writtenArns(view)) {
        if (isLiteral(partition) && !partitions.includes(partition))
          yield { at: item, values: { service, partition, partitions: partitions.join(', ') } }
      }
    },
  },
  {
    code: 'INVALID_ARN_SERVICE_CASE',
    title: 'Invalid ARN service case',
    severity: 'error',
    message: 'Update the service name {service} in the resource ARN to use all lowercase letters.',
    advice: 'An ARN is compared letter by letter.',
    find: view => arns(view, ({ service }) => service !== service.toLowerCase()),
  },
  {
    code: 'INVALID_ARN_REGION',
    title: 'Invalid ARN Region',
    severity: 'error',
    message:
      'The Region {region} is not valid for this resource. Update the resource ARN to include a supported Region.',
    advice: 'A Region is written like eu-central-1, without the letter of a zone.',
    *find(view) {
      for (const { item, region } of writtenArns(view)) {
        if (region !== '' && isLiteral(region) && !regions.has(region)) yield { at: item, values: { region } }
      }
    },
  },
  {
    code: 'INVALID_ARN_ACCOUNT',
    title: 'Invalid ARN account',
    severity: 'error',
    message: 'The resource ARN account ID {account} is not valid. Provide a 12-digit account ID.',
    advice: 'Leading zeros belong to the number.',
    *find(view) {
      for (const { item, account } of writtenArns(view)) {
        const isValid = account === '' || /^\d{12}$/.test(account) || namedAccounts.has(account)
        if (isLiteral(account) && !isValid) yield { at: item, values: { account } }
      }
    },
  },
  {
    code: 'INVALID_ARN_RESOURCE',
    title: 'Invalid ARN resource',
    severity: 'error',
    needsReference: true,
    message: 'Resource ARN does not match the expected ARN format. Update the resource portion of the ARN.',
    advice: 'The service has no resource type of this form, so that the statement is about nothing.',
    find: view => arns(view, arn => typesOf(view, arn)?.length === 0),
  },
  {
    code: 'ARN_ACCOUNT_NOT_ALLOWED',
    title: 'ARN account not allowed',
    severity: 'error',
    needsReference: true,
    message: 'The service {service} does not support specifying an account ID in the resource ARN.',
    advice: 'Such a name is unique in all of AWS: leave the account empty.',
    find: view =>
      arns(view, arn => arn.account !== '' && isLiteral(arn.account) && isNeverSet(view, arn, 'account')),
  },
  {
    code: 'ARN_REGION_NOT_ALLOWED',
    title: 'ARN Region not allowed',
    severity: 'error',
    needsReference: true,
    message: 'The service {service} does not support specifying a Region in the resource ARN.',
    advice: 'Such a resource is in no Region: leave it empty.',
    find: view =>
      arns(view, arn => arn.region !== '' && isLiteral(arn.region) && isNeverSet(view, arn, 'region')),
  },
  {
    code: 'MISSING_ARN_REGION',
    title: 'Missing ARN Region',
    severity: 'error',
    needsReference: true,
    message: 'Add a Region to the {service} resource ARN.',
    advice: 'Name the Region, or write * for all of them.',
    find: view => arns(view, arn => arn.region === '' && isAlwaysSet(view, arn, 'region')),
  },
  {
    code: 'MISSING_ARN_ACCOUNT',
    title: 'Missing ARN account',
    severity: 'error',
    needsReference: true,
    message:
      'The resource {resourceName} in the arn is missing an account id. Please provide a 12 digit account id.',
    advice: 'Name the account, or write * for all of them.',
    *find(view) {
      for (const arn of writtenArns(view)) {
        if (arn.account === '' && !isOfAws(arn) && isAlwaysSet(view, arn, 'account'))
          yield { at: arn.item, values: { resourceName: arn.resource } }
      }
    },
  },
]
