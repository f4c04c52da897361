import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type Finding, findings, namedServices } from '../../../src/policy/index.ts'
import { loadServiceReference } from '../../../src/reference/service-reference.ts'

/**
 * What AWS itself was seen to answer. Our columns are counted from 1, AWS's from 0; AWS gives all places of a
 * finding in one list.
 */
const places = ({ path, start, end, line, column, related }: Finding) => [
  { path, start, end, line, column: column - 1 },
  ...related.map(({ column, ...rest }) => ({ ...rest, column: column - 1 })),
]

/** https://docs.aws.amazon.com/cli/latest/reference/accessanalyzer/validate-policy.html#examples */
test('the example of the AWS CLI', async () => {
  const text = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "",
            "Effect": "Allow",
            "Principal": {
                "Federated": "cognito-identity.amazonaws.com"
            },
            "Action": [
                "sts:AssumeRole",
                "sts:TagSession"
            ],
            "Condition": {
                "StringEquals": {
                    "cognito-identity.amazonaws.com:aud": "us-west-2_EXAMPLE"
                }
            }
        }
    ]
}`
  const reference = await loadServiceReference(namedServices(text, 'trust'))
  const found = findings(text, 'trust', { reference })
  expect(
    found.map(finding => ({
      code: finding.code,
      severity: finding.severity,
      message: finding.message,
      places: places(finding),
    })),
  ).toEqual([
    {
      code: 'MISMATCHED_ACTION_FOR_PRINCIPAL',
      severity: 'error',
      message:
        'The sts:AssumeRole action is invalid with the following principal(s): cognito-identity.amazonaws.com. Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if you use either of the two options.',
      places: [
        { path: ['Statement', 0, 'Action', 0], start: 258, end: 274, line: 11, column: 16 },
        { path: ['Statement', 0, 'Principal', 'Federated'], start: 170, end: 202, line: 8, column: 29 },
      ],
    },
    {
      code: 'UNSUPPORTED_ACTION_FOR_CONDITION_KEY',
      severity: 'error',
      message:
        'The following actions: sts:TagSession are not supported by the condition key cognito-identity.amazonaws.com:aud. The condition will not be evaluated for these actions. We recommend that you move these actions to a different statement without this condition key.',
      places: [
        { path: ['Statement', 0, 'Action', 1], start: 292, end: 308, line: 12, column: 16 },
        {
          path: ['Statement', 0, 'Condition', 'StringEquals', 'cognito-identity.amazonaws.com:aud'],
          start: 443,
          // AWS prints 464: the value that it masked for the page was two characters longer.
          end: 462,
          line: 16,
          column: 58,
        },
      ],
    },
    {
      code: 'EMPTY_SID_VALUE',
      severity: 'suggestion',
      message: 'Add a value to the empty string in the Sid element.',
      places: [{ path: ['Statement', 0, 'Sid'], start: 79, end: 81, line: 5, column: 19 }],
    },
  ])
  expect(found.map(finding => finding.learnMore.split('#')[1])).toEqual([
    'access-analyzer-reference-policy-checks-error-mismatched-action-for-principal',
    'access-analyzer-reference-policy-checks-error-unsupported-action-for-condition-key',
    'access-analyzer-reference-policy-checks-suggestion-empty-sid-value',
  ])
})

describe('the policies that AWS manages', async () => {
  const data = new URL('../../../data/aws-managed-policies.json.gz', import.meta.url)
  const { policies } = JSON.parse(gunzipSync(readFileSync(data)).toString()) as {
    policies: { name: string; document: unknown }[]
  }
  const texts = policies.map(({ name, document }) => ({ name, text: JSON.stringify(document) }))
  const named = new Set(texts.flatMap(({ text }) => [...namedServices(text, 'identity')]))
  const reference = await loadServiceReference(named)
  const found = texts.flatMap(({ name, text }) =>
    findings(text, 'identity', { reference }).map(({ code }) => ({ name, code })),
  )
  const namesWith = (code: string) =>
    new Set(found.flatMap(finding => (finding.code === code ? [finding.name] : [])))

  test('are in good form: only names that the reference does not know, and matters of taste', () => {
    expect([...new Set(found.map(({ code }) => code))].sort()).toEqual([
      'ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
      'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE',
      'CREATE_SLR_WITH_STAR_IN_RESOURCE',
      'EQUIVALENT_TO_NULL_FALSE',
      'FORALLVALUES_WITH_SINGLE_VALUED_KEY',
      'INVALID_ACTION',
      'INVALID_ARN_RESOURCE',
      'INVALID_GLOBAL_CONDITION_KEY',
      'INVALID_SERVICE',
      'INVALID_SERVICE_CONDITION_KEY',
      'INVALID_SERVICE_IN_ACTION',
      'MISSING_ARN_ACCOUNT',
      'MISSING_QUALIFIER',
      'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE',
      'PASS_ROLE_WITH_STAR_IN_RESOURCE',
      'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA',
      'REDUNDANT_ACTION',
      'REDUNDANT_RESOURCE',
      'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
      'TYPE_MISMATCH',
      'UNSUPPORTED_ACTION_FOR_CONDITION_KEY',
    ])
  })

  // AWS's page of checks lists these policies under the checks that they raise.
  test.each([
    ['PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE', ['AdministratorAccess', 'IAMFullAccess']],
    ['CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE', ['AdministratorAccess', 'IAMFullAccess']],
    ['CREATE_SLR_WITH_STAR_IN_RESOURCE', ['PowerUserAccess', 'AWSOrganizationsServiceTrustPolicy']],
    ['PASS_ROLE_WITH_STAR_IN_RESOURCE', ['AdministratorAccess-Amplify', 'AmazonElasticMapReduceFullAccess']],
    ['POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA', ['ReadOnlyAccess', 'AWSSupportServiceRolePolicy']],
  ])('%s is raised by those that AWS names: %j', (code, names) => {
    for (const name of names) expect(namesWith(code)).toContain(name)
  })

  test('a resource that names a service is specific enough, as AWS sees it', () => {
    expect(namesWith('PASS_ROLE_WITH_STAR_IN_RESOURCE').size).toBeLessThan(20)
    expect(namesWith('CREATE_SLR_WITH_STAR_IN_RESOURCE').size).toBeLessThan(6)
  })
})
