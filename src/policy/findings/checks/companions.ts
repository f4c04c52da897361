import { arnFields, arnParts } from '../arns.ts'
import type { Check, Hit } from '../check.ts'
import type { ConditionView, StatementView, View } from '../view.ts'
import { actionParts } from './actions.ts'

/** Condition keys that protect only together with another one, or only in one direction. */

interface Pair {
  readonly isAlone: (condition: ConditionView) => boolean
  /** As AWS names them. */
  readonly recommended: string
  readonly companions: ReadonlySet<string>
}

/** The owner of a bucket does not stand in its ARN, and the name may pass to another. */
const namesNoAccount = (text: string) => {
  const parts = arnParts(text)
  return parts.length >= arnFields && !/^\d{12}$/.test(parts[4] ?? '')
}

const pairs: readonly Pair[] = [
  {
    isAlone: ({ name }) => name === 'aws:vpcsourceip',
    recommended: 'aws:SourceVPC, aws:SourceVPCE',
    companions: new Set(['aws:sourcevpc', 'aws:sourcevpce', 'aws:sourcevpcarn']),
  },
  {
    isAlone: ({ name, values }) =>
      name === 'aws:sourcearn' && values.some(value => namesNoAccount(value.text)),
    recommended: 'aws:SourceAccount',
    companions: new Set(['aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths']),
  },
]

function* unpaired({ statements }: View): Generator<Hit> {
  for (const { conditions } of statements) {
    for (const { isAlone, recommended, companions } of pairs) {
      const condition = conditions.find(isAlone)
      if (condition === undefined || conditions.some(({ name }) => companions.has(name))) continue
      yield {
        at: condition.place,
        values: { conditionKeyName: condition.key.text, recommendedKeys: recommended },
      }
    }
  }
}

function limitsSelect({ conditions }: StatementView): boolean {
  return conditions.some(
    ({ name, facts, values }) =>
      name === 'dynamodb:select' &&
      facts?.family === 'String' &&
      !facts.negated &&
      values.every(value => value.text === 'SPECIFIC_ATTRIBUTES'),
  )
}

/** Services whose requests carry the owner of the VPC endpoint; the last only some of the keys. */
const endpointServices =
  'acm-pca apprunner applicationinsights athena cloudformation comprehendmedical compute-optimizer datasync discovery dynamodb ebs ecr ecs firehose gamelift healthlake iam iotfleetwise iotwireless kinesisanalytics kms lambda medical-imaging omics payment-cryptography polly rbin rekognition route53 s3 scheduler servicediscovery servicequotas shield ssm-contacts storagegateway textract transcribe transfer'.split(
    ' ',
  )
const organizationServices =
  'b2bi cassandra cognito-identity dms ds-data identitystore iottwinmaker network-firewall pricing ses sms-voice sqs workmail'.split(
    ' ',
  )
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceaccount */
const servicesOfKey: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['aws:vpceaccount', new Set(endpointServices)],
  ['aws:vpceorgid', new Set([...endpointServices, ...organizationServices])],
  ['aws:vpceorgpaths', new Set(endpointServices)],
])

function* unscopedEndpointKeys({ statements }: View): Generator<Hit> {
  for (const { action, conditions } of statements) {
    for (const { key, name, place } of conditions) {
      const services = servicesOfKey.get(name)
      if (services === undefined || action === undefined) continue
      const outside = action.items.find(item => !services.has(actionParts(item.text)?.service ?? ''))
      const at = action.negated ? action : outside
      if (at) yield { at: [place, at], values: { key: key.text } }
    }
  }
}

export const companionChecks: readonly Check[] = [
  {
    code: 'MISSING_PAIRED_CONDITION_KEYS',
    title: 'Missing paired condition keys',
    severity: 'security-warning',
    message:
      'Using the condition key {conditionKeyName} can be overly permissive without also using the following condition keys: {recommendedKeys}. Condition keys like this one are more secure when paired with a related key. We recommend that you add the related condition keys to the same condition block.',
    advice: 'Alone the value may belong to somebody else.',
    find: unpaired,
  },
  {
    code: 'DYNAMODB_ATTRIBUTES_WITHOUT_SELECT',
    title: 'DynamoDB attributes without select',
    severity: 'security-warning',
    message:
      'Restricting dynamodb:Attributes without also setting dynamodb:Select to SPECIFIC_ATTRIBUTES allows all attributes to be returned on read requests that omit a projection expression. We recommend that you also set dynamodb:Select to SPECIFIC_ATTRIBUTES.',
    advice: 'Add "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}.',
    *find({ statements }) {
      for (const statement of statements) {
        const attributes = statement.conditions.find(({ name }) => name === 'dynamodb:attributes')
        if (statement.allows && attributes && !limitsSelect(statement)) yield { at: attributes.place }
      }
    },
  },
  {
    code: 'S3_PREFIX_IN_NEGATIVE_CONTEXT',
    title: 'S3 prefix in negative context',
    severity: 'security-warning',
    message:
      'Using the s3:prefix condition key in a Deny statement or with a negated string operator does not block listing the objects under the matching prefixes. A request that specifies a shorter prefix does not match the condition and can still list those objects. To restrict listing to specific prefixes, use s3:prefix with StringLike in an Allow statement, or use a Deny statement with StringNotLike.',
    advice: 'Say which prefixes may be listed, and not which may not.',
    *find({ statements }) {
      for (const { allows, denies, conditions } of statements) {
        for (const { name, facts, place } of conditions) {
          if (name !== 's3:prefix' || facts?.family !== 'String') continue
          if (facts.negated ? allows : denies) yield { at: place }
        }
      }
    },
  },
  {
    code: 'USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES',
    title: 'Use condition key only with supported services',
    severity: 'warning',
    message:
      'The condition key {key} works only with specific AWS services and must be scoped to supported services in your policies.',
    advice: 'Requests to other services do not carry the key: put their actions into another statement.',
    find: unscopedEndpointKeys,
  },
]
