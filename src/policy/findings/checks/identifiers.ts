import type { Check, Hit } from '../check.ts'
import { allConditions } from '../key-facts.ts'
import { regions } from '../regions.ts'
import type { ConditionValue, View } from '../view.ts'

/** Values of condition keys that are identifiers of a known form. */

/** Values that are meant as they stand, of string conditions on the keys. */
function* literals(view: View, keys: ReadonlySet<string>): Generator<ConditionValue & { key: string }> {
  for (const { facts, key, name, values } of allConditions(view)) {
    if (!keys.has(name) || (facts?.family !== 'String' && facts?.family !== 'Arn')) continue
    for (const value of values) {
      if (!/[*?]|\$\{/.test(value.text)) yield { ...value, key: key.text }
    }
  }
}

function malformed(keys: readonly string[], form: RegExp): Check['find'] {
  const names = new Set(keys)
  return function* find(view) {
    for (const { key, ...at } of literals(view, names)) if (!form.test(at.text)) yield { at, values: { key } }
  }
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
const servicePrincipalForms = [
  {
    keys: new Set(['kms:viaservice']),
    form: /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+(?:-[a-z]+)+-\d\.amazonaws\.com(?:\.cn)?$/,
    expectedFormat: 'service-name.AWS_region.amazonaws.com',
  },
  {
    keys: new Set([
      'aws:calledvia',
      'aws:calledviafirst',
      'aws:calledvialast',
      'aws:principalservicename',
      'aws:principalservicenameslist',
      'iam:awsservicename',
      'iam:passedtoservice',
      'sts:awsservicename',
    ]),
    form: /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/,
    expectedFormat: 'service-name.amazonaws.com',
  },
]

function* servicePrincipalsOfOtherForm(view: View): Generator<Hit> {
  for (const { keys, form, expectedFormat } of servicePrincipalForms) {
    for (const { key: _, ...at } of literals(view, keys))
      if (!form.test(at.text)) yield { at, values: { expectedFormat } }
  }
}

export const identifierChecks: readonly Check[] = [
  {
    code: 'INVALID_REGION',
    title: 'Invalid Region',
    severity: 'error',
    message: 'The Region {region} is not valid. Update the condition value to a supported Region.',
    advice: 'A Region is written like eu-central-1, without the letter of a zone.',
    *find(view) {
      for (const { key: _, ...at } of literals(view, new Set(['aws:requestedregion', 'ec2:region']))) {
        if (!regions.has(at.text.toLowerCase())) yield { at, values: { region: at.text } }
      }
    },
  },
  {
    code: 'INVALID_VPC_FORMAT',
    title: 'Invalid vpc format',
    severity: 'error',
    message:
      "The VPC identifier in the condition key value is not valid. Use the prefix 'vpc-' followed by 8 or 17 alphanumeric characters.",
    advice: 'No request comes from a VPC of another form.',
    find: malformed(['aws:sourcevpc', 'aws:ec2instancesourcevpc'], /^vpc-(?:[a-z0-9]{8}|[a-z0-9]{17})$/),
  },
  {
    code: 'INVALID_VPCE_FORMAT',
    title: 'Invalid vpce format',
    severity: 'error',
    message:
      "The VPCE identifier in the condition key value is not valid.  Use the prefix 'vpce-' followed by 8 or 17 alphanumeric characters.",
    advice: 'No request comes through an endpoint of another form.',
    find: malformed(['aws:sourcevpce'], /^vpce-(?:[a-z0-9]{8}|[a-z0-9]{17})$/),
  },
  {
    code: 'INVALID_KMS_KEY_VALUE',
    title: 'Invalid kms key value',
    severity: 'error',
    message: 'The {key} condition key value must be a valid KMS key ARN.',
    advice: 'Neither the id of a key nor an alias is compared, only the ARN of the key.',
    find: malformed(
      ['s3:x-amz-server-side-encryption-aws-kms-key-id'],
      /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]+$/,
    ),
  },
  {
    code: 'INVALID_SERVICE_PRINCIPAL_FORMAT',
    title: 'Invalid service principal format',
    severity: 'error',
    message: 'The service principal does not match the expected format. Use the format {expectedFormat}.',
    advice: 'In small letters throughout.',
    find: servicePrincipalsOfOtherForm,
  },
]
