import type { ServiceReference } from './service-reference.ts'

/** What someone may have meant: looked up, never searched for, so that any number of slips costs little. */

/** API calls that need a permission of another name. */
const permissionOfCall: Readonly<Record<string, string>> = {
  's3:listbuckets': 's3:ListAllMyBuckets',
  's3:listobjects': 's3:ListBucket',
  's3:listobjectsv2': 's3:ListBucket',
  's3:headobject': 's3:GetObject',
  's3:headbucket': 's3:ListBucket',
  's3:copyobject': 's3:PutObject',
  's3:deleteobjects': 's3:DeleteObject',
  's3:createmultipartupload': 's3:PutObject',
  's3:uploadpart': 's3:PutObject',
  's3:listmultipartuploads': 's3:ListBucketMultipartUploads',
  'lambda:invoke': 'lambda:InvokeFunction',
}

/** Names by which people know a service, and its prefix. */
const prefixOfName: Readonly<Record<string, string>> = {
  'api-gateway': 'apigateway',
  cloudwatchlogs: 'logs',
  'cloudwatch-logs': 'logs',
  cognito: 'cognito-idp',
  efs: 'elasticfilesystem',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  emr: 'elasticmapreduce',
  eventbridge: 'events',
  msk: 'kafka',
  opensearch: 'es',
  organization: 'organizations',
  'secrets-manager': 'secretsmanager',
  stepfunctions: 'states',
}

const verbs = [
  ['describe', 'get', 'list'],
  ['create', 'put', 'add', 'register'],
  ['delete', 'remove', 'deregister'],
  ['update', 'modify', 'put', 'set'],
  ['associate', 'attach'],
  ['disassociate', 'detach'],
]

export function nearbyAction(
  { service, name }: { readonly service: string; readonly name: string },
  known: ReadonlyMap<string, { readonly name: string }>,
): string | undefined {
  const call = `${service}:${name}`
  if (Object.hasOwn(permissionOfCall, call)) return permissionOfCall[call]
  for (const candidate of spellings(name)) {
    const found = known.get(candidate)
    if (found !== undefined) return `${service}:${found.name}`
  }
  return undefined
}

function* spellings(name: string): Generator<string> {
  const numbers = [name, `${name}s`, ...(name.endsWith('s') ? [name.slice(0, -1)] : [])]
  yield* numbers
  for (const group of verbs) {
    const verb = group.find(start => name.startsWith(start))
    if (verb === undefined) continue
    for (const other of group) {
      for (const number of numbers) yield other + number.slice(verb.length)
    }
  }
}

export function nearbyService(prefix: string, reference: ServiceReference | undefined): string | undefined {
  if (Object.hasOwn(prefixOfName, prefix)) return prefixOfName[prefix]
  const candidates = [
    prefix.replaceAll('-', ''),
    `${prefix}s`,
    prefix.replace(/s$/, ''),
    prefix.replace(/^(?:amazon|aws)-?/, ''),
  ]
  return candidates.find(candidate => candidate !== prefix && reference?.hasService(candidate))
}
