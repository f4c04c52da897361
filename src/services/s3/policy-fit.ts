import { matchesAction, type PolicyDocument, type Statement } from '../../policy/index.ts'
import { actionsOfService, isConditionKeyOf, resourceTemplates } from '../../reference/authorization.ts'

/**
 * What is wrong with a policy as the policy of this bucket, in S3's words; undefined where it fits.
 * https://repost.aws/knowledge-center/s3-bucket-policy-errors
 */
export async function policyFault(document: PolicyDocument, bucket: string): Promise<string | undefined> {
  for (const statement of document.statements) {
    const fault = await statementFault(statement, bucket)
    if (fault !== undefined) return fault
  }
  return undefined
}

async function statementFault(statement: Statement, bucket: string): Promise<string | undefined> {
  const { effect, principal, resource, action, conditions } = statement
  // "Using it with "Effect":"Allow" is not supported": reference_policies_elements_notprincipal
  if (effect === 'Allow' && principal?.negated) return 'Allow with NotPrincipal is not allowed.'
  // Canonical user ids are not kept here, and a grant that never counts is not to be taken for one.
  if (principal?.entries.some(({ type }) => type === 'CanonicalUser')) return 'Invalid principal in policy'
  const patterns = resource?.patterns ?? []
  if (!patterns.every(pattern => isOfBucket(pattern, bucket))) return 'Policy has invalid resource'
  for (const { key } of conditions) {
    // Misspelt, it would be absent from every request. What S3 makes of other services' keys is not told.
    if (/^s3:/i.test(key) && !(await isConditionKeyOf('s3', key)))
      return 'Policy has an invalid condition key'
  }
  const actions = await actionsOfService('s3')
  for (const pattern of action.patterns) {
    const named = actions.filter(name => matchesAction(pattern, `s3:${name}`))
    if (named.length === 0) return 'Policy has invalid action'
    if (action.negated || resource?.negated) continue
    if (!(await appliesToSome(named, patterns)))
      return 'Action does not apply to any resource(s) in statement'
  }
  return undefined
}

/** The bucket itself, or what is in it. */
function isOfBucket(pattern: string, bucket: string): boolean {
  const own = `arn:aws:s3:::${bucket}`
  return pattern === own || pattern.startsWith(`${own}/`) || pattern === `${own}*`
}

/** Each action is about buckets or about objects: is one of them among the resources? */
async function appliesToSome(actions: readonly string[], patterns: readonly string[]): Promise<boolean> {
  const namesObjects = patterns.some(pattern => pattern.includes('/') || pattern.endsWith('*'))
  const namesBucket = patterns.some(pattern => !pattern.includes('/'))
  for (const name of actions) {
    const templates = await resourceTemplates(`s3:${name}`)
    const ofObjects = templates.some(template =>
      /^arn:\$\{Partition\}:s3:::\$\{BucketName\}\//.test(template),
    )
    const ofBucket = templates.some(template => /^arn:\$\{Partition\}:s3:::\$\{BucketName\}$/.test(template))
    if ((ofObjects && namesObjects) || (ofBucket && namesBucket)) return true
  }
  return false
}
