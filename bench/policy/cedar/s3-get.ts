import { s3Get } from '../s3-get.ts'
import { type CedarQuestion, cedar, entity, extension, uid } from './engine.ts'

/**
 * The same ten times ten statements as one would write them in Cedar. A wildcard in an action is a group of
 * actions. Patterns hold no variables, so whose home an object is in is an attribute; and for `?` they have `*`.
 */
const policies = Array.from({ length: 10 }, (_, p) => Array.from({ length: 10 }, (_, s) => policy(p, s)))
  .flat()
  .join('\n')

function policy(p: number, s: number): string {
  const bucket = `team-${p}-data-${s}`
  const forms = [
    `permit (principal, action in [Action::"s3:Get*", Action::"s3:List*"], resource in Bucket::"${bucket}");`,
    `permit (principal, action == Action::"s3:GetObject", resource in Bucket::"${bucket}")
       when { resource has homeOf && resource.homeOf == principal.name };`,
    `permit (principal, action in Action::"s3:*Object", resource in Bucket::"${bucket}")
       when { resource.key like "shared/*" && ["team-${p}", "operations"].contains(principal.team) };`,
    `permit (principal, action in Action::"s3:GetObject*", resource)
       when { resource.arn like "arn:aws:s3:::*-public/*.html" && context.sourceIp.isInRange(ip("10.${p}.0.0/16")) };`,
    `forbid (principal, action in Action::"s3:*", resource in Bucket::"${bucket}")
       when { resource.key like "secret/*" }
       unless { principal.id like "AIDA${p}*" || principal.id like "AROAADMIN*" };`,
    `permit (principal, action in [Action::"s3:GetObject", Action::"s3:PutObject"], resource in Bucket::"${bucket}")
       when { resource.key like "*/logs/*" && context.secureTransport && context.userAgent like "*aws-sdk*" };`,
    `forbid (principal, action in Action::"s3:Delete*", resource);`,
    `permit (principal, action == Action::"s3:GetObject", resource in Bucket::"${bucket}")
       when { resource.key like "reports/20*/*.pdf" && context.currentTime < datetime("2030-01-01T00:00:00Z") };`,
    `permit (principal, action in [Action::"s3:PutObject", Action::"s3:AbortMultipartUpload"], resource in Bucket::"${bucket}")
       when { resource.key like "inbox/*" };`,
    `forbid (principal, action == Action::"s3:GetObject", resource) when { !context.secureTransport };`,
  ]
  return forms[s] ?? ''
}

const action = uid('Action', 's3:GetObject')
const actionEntity = entity(
  action,
  {},
  ['s3:Get*', 's3:*Object', 's3:GetObject*', 's3:*'].map(group => uid('Action', group)),
)

const bucketAt = 'arn:aws:s3:::'.length
const home = 'home/'

function question(number: number): CedarQuestion {
  const { context, resource: arn } = s3Get.request(number)
  const value = (key: string) => String(context[key])
  const principal = uid('User', value('aws:username'))
  const resource = uid('Object', arn)
  const slash = arn.indexOf('/')
  const key = arn.slice(slash + 1)
  const homeOf = key.startsWith(home) ? { homeOf: key.slice(home.length, key.indexOf('/', home.length)) } : {}
  return {
    principal,
    action,
    resource,
    context: {
      currentTime: extension('datetime', value('aws:CurrentTime')),
      secureTransport: value('aws:SecureTransport') === 'true',
      sourceIp: extension('ip', value('aws:SourceIp')),
      userAgent: value('aws:UserAgent'),
    },
    entities: [
      actionEntity,
      entity(principal, {
        id: value('aws:userid'),
        name: value('aws:username'),
        team: value('aws:PrincipalTag/team'),
      }),
      entity(resource, { arn, key, ...homeOf }, [uid('Bucket', arn.slice(bucketAt, slash))]),
    ],
  }
}

export const cedarS3Get = () => cedar(s3Get.name, policies, question)
