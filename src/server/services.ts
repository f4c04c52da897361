import * as cloudtrailSdk from '@aws-sdk/client-cloudtrail'
import * as iamSdk from '@aws-sdk/client-iam'
import * as organizationsSdk from '@aws-sdk/client-organizations'
import * as s3Sdk from '@aws-sdk/client-s3'
import * as stsSdk from '@aws-sdk/client-sts'
import { operations as cloudtrail } from '../services/cloudtrail/index.ts'
import { operations as iam } from '../services/iam/index.ts'
import { patternWording } from '../services/iam/pattern-wording.ts'
import type { Operation } from '../services/operation.ts'
import { refusedInput } from '../services/organizations/errors.ts'
import { operations as organizations } from '../services/organizations/index.ts'
import { operations as s3 } from '../services/s3/index.ts'
import { refusedInput as refusedS3Input } from '../services/s3/refused-input.ts'
import { operations as sts } from '../services/sts/index.ts'
import { readConstraintData } from '../wire/constraint-data.ts'
import { constraintsOf, type Wording } from '../wire/constraints.ts'
import { awsJson } from '../wire/json/protocol.ts'
import type { Protocol } from '../wire/protocol.ts'
import { awsQuery } from '../wire/query/protocol.ts'
import { invalidAccessKeyId, invalidToken } from '../wire/s3/fault.ts'
import { s3Protocol } from '../wire/s3/protocol.ts'
import { type OperationShape, operationsOf } from '../wire/schema.ts'
import type { Service } from './service.ts'

/**
 * A service as it is declared: what the schemas do not say of it, and our operations. Its constraints are those of
 * `data/constraints/<name>.json`.
 */
interface ServiceDeclaration {
  readonly name: string
  /** See `Service`. */
  readonly onlyRegion?: string
  readonly sdk: object
  readonly apiVersion: string
  /** Some are made for the operations they are to find. */
  readonly protocol: Protocol | ((shapes: ReadonlyMap<string, OperationShape>) => Protocol)
  /** JSON protocols only: what stands before the operation in `X-Amz-Target`. */
  readonly targetPrefix?: string
  readonly xmlNamespace?: string
  /** See `Service`. */
  readonly takesAnonymous?: string
  readonly refusedToken?: Service['refusedToken']
  readonly refusedKey?: Service['refusedKey']
  readonly wording: Wording
  readonly operations: readonly Operation[]
}

const declarations: readonly ServiceDeclaration[] = [
  {
    name: 'iam',
    onlyRegion: 'us-east-1',
    sdk: iamSdk,
    apiVersion: '2010-05-08',
    protocol: awsQuery,
    wording: { quotesValues: false, patterns: patternWording },
    operations: iam,
  },
  {
    name: 'sts',
    sdk: stsSdk,
    apiVersion: '2011-06-15',
    protocol: awsQuery,
    wording: { quotesValues: true },
    operations: sts,
  },
  {
    name: 'organizations',
    onlyRegion: 'us-east-1',
    sdk: organizationsSdk,
    apiVersion: '2016-11-28',
    protocol: awsJson,
    targetPrefix: 'AWSOrganizationsV20161128',
    wording: { quotesValues: false, refusal: refusedInput },
    operations: organizations,
  },
  {
    name: 'cloudtrail',
    sdk: cloudtrailSdk,
    apiVersion: '2013-11-01',
    protocol: awsJson,
    targetPrefix: 'CloudTrail_20131101',
    wording: { quotesValues: true },
    operations: cloudtrail,
  },
  {
    name: 's3',
    sdk: s3Sdk,
    apiVersion: '2006-03-01',
    protocol: s3Protocol,
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    takesAnonymous: 'https://docs.aws.amazon.com/AmazonS3/latest/API/MakingAuthenticatedRequests.html',
    refusedToken: invalidToken,
    refusedKey: invalidAccessKeyId,
    wording: { quotesValues: true, refusal: refusedS3Input },
    operations: s3,
  },
]

export function loadServices(): ReadonlyMap<string, Service> {
  return new Map(declarations.map(declaration => [declaration.name, load(declaration)]))
}

function load(declaration: ServiceDeclaration): Service {
  const { name, sdk, apiVersion, protocol, targetPrefix, wording, operations } = declaration
  const { onlyRegion, takesAnonymous, refusedToken, refusedKey } = declaration
  const shapes = operationsOf(sdk)
  for (const operation of operations) checkComplete(operation, name, shapes)
  return {
    name,
    protocol: typeof protocol === 'function' ? protocol(shapes) : protocol,
    api: {
      apiVersion,
      xmlNamespace: declaration.xmlNamespace ?? `https://${name}.amazonaws.com/doc/${apiVersion}/`,
      ...(targetPrefix !== undefined && { targetPrefix }),
      shapes,
    },
    eventSource: `${name}.amazonaws.com`,
    operations: new Map(operations.map(operation => [operation.name, operation])),
    constraints: constraintsOf(shapes, readConstraintData(name), wording),
    ...(onlyRegion !== undefined && { onlyRegion }),
    ...(takesAnonymous !== undefined && { takesAnonymous }),
    ...(refusedToken && { refusedToken }),
    ...(refusedKey && { refusedKey }),
  }
}

/** The server does not start with an operation that authorization could not judge, or that does nothing. */
export function checkComplete(
  operation: Operation,
  service: string,
  shapes: ReadonlyMap<string, unknown>,
): void {
  const called = `${operation.service}:${operation.name}`
  const { access, work, unsigned } = operation
  const lacks = (what: string): never => {
    throw new TypeError(`operation ${called} ${what}`)
  }
  if (operation.service !== service) lacks(`is declared under ${service}`)
  if (!shapes.has(operation.name)) lacks('is not in the SDK')
  const judged =
    ('resource' in access && typeof access.resource === 'function') ||
    ('resolve' in access && typeof access.resolve === 'function')
  const exempt = 'noPermissionRequired' in access && access.noPermissionRequired.startsWith('https://')
  if (judged === exempt)
    lacks('must declare either its resource or where AWS documents that it needs no permission')
  const isUnsigned =
    unsigned &&
    typeof unsigned.bearer === 'function' &&
    unsigned.calledWithoutCredentials?.startsWith('https://')
  if (unsigned && !(isUnsigned && judged && 'handle' in work))
    lacks('may be unsigned only with where AWS documents that, with a bearer, its resource and handle')
  const works = [
    ...('read' in work ? [work.read] : []),
    ...('write' in work ? [work.write] : []),
    ...('handle' in work ? [work.handle] : []),
  ]
  if (works.length !== 1 || typeof works[0] !== 'function')
    lacks('must declare exactly one of read, write and handle')
}
