import * as sdk from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../src/services/s3/index.ts'
import { readConstraintData } from '../../src/wire/constraint-data.ts'
import { type Member, operationsOf, type Shape } from '../../src/wire/schema.ts'
import type { Outcome } from './support/doorways.ts'
import { type Answer, s3OutcomesTo } from './support/iam-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Every enum of the model on every operation of S3 that we declare, broken by an administrator: refused in S3's words,
 * which are those of the header, or that the document is malformed. And its values, which are judged by something else.
 */
const data = readConstraintData('s3')
const shapes = operationsOf(sdk)

type Path = readonly (string | number)[]

interface Site {
  readonly operation: string
  readonly path: Path
  readonly place: 'header' | 'document'
  readonly values: readonly string[]
}

/** Places that take one of some values, lists with their first item. */
function sitesIn(
  shape: Shape,
  named: string | undefined,
  path: Path,
): { path: Path; values: readonly string[] }[] {
  const demands = named === undefined ? undefined : data.shapes[named]
  if (shape.kind === 'string') return demands?.enum ? [{ path, values: demands.enum }] : []
  if (shape.kind === 'list') return sitesIn(shape.element, demands?.element, [...path, 0])
  if (shape.kind !== 'struct') return []
  return shape.members.flatMap(({ name, shape: of }) =>
    sitesIn(of, demands?.members?.[name]?.shape, [...path, name]),
  )
}

/** What is required, and what is on the way to a place, which has the value. */
function inputTo(shape: Shape, named: string | undefined, path: Path, value?: string): unknown {
  const [step, ...rest] = path
  const demands = named === undefined ? undefined : data.shapes[named]
  if (shape.kind === 'list') return [inputTo(shape.element, demands?.element, rest, value)]
  if (shape.kind === 'struct') {
    const wanted = shape.members.filter(
      ({ name, required }) => required || demands?.members?.[name]?.required || name === step,
    )
    const inputOf = ({ name, shape: of }: Member) => {
      const named = demands?.members?.[name]?.shape
      return name === step ? inputTo(of, named, rest, value) : inputTo(of, named, [])
    }
    return Object.fromEntries(wanted.map(member => [member.name, inputOf(member)]))
  }
  if (shape.kind === 'string') return value ?? demands?.enum?.[0] ?? 'x'
  return { integer: 1, boolean: false }[shape.kind as string]
}

const sites: readonly Site[] = operations.flatMap(({ name: operation }) => {
  const input = shapes.get(operation)?.input
  if (!input) throw new Error(`the SDK has no operation ${operation}`)
  return sitesIn(input, data.operations[operation], []).map(site => {
    const bound = input.members.find(({ name }) => name === site.path[0])?.binding?.in
    return { ...site, operation, place: bound === 'payload' ? ('document' as const) : ('header' as const) }
  })
})

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
const s3 = s3OutcomesTo(() => server)

async function ask({ operation, path }: Site, value: string): Promise<Outcome<Answer>> {
  const input = shapes.get(operation)?.input as Shape
  const Bucket = fresh('bucket')
  if (operation !== 'CreateBucket') await s3('CreateBucket', { Bucket })
  const minimal = inputTo(input, data.operations[operation], path, value) as object
  const source = 'CopySource' in minimal ? { CopySource: `${Bucket}/k` } : {}
  // Nor does the model say that an ACL is somebody's.
  const { AccessControlPolicy: acl } = minimal as { AccessControlPolicy?: object }
  const owned = acl && { AccessControlPolicy: { ...acl, Owner: { ID: 'a'.repeat(64) } } }
  return s3(operation, { ...minimal, ...('Bucket' in minimal && { Bucket }), ...source, ...owned })
}

const codes = {
  header: /^(InvalidArgument|InvalidRequest|InvalidStorageClass)$/,
  document: /^(MalformedXML|MalformedACLError|InvalidLocationConstraint)$/,
}
const titled = sites.map(site => [`${site.operation}: ${site.path.join('.')}`, site] as const)
/** The SDK itself takes no other algorithm, for it computes the checksum; an answer to HEAD says nothing. */
const isAskable = ({ operation, path: [first] }: Site) =>
  operation !== 'HeadObject' &&
  (first !== 'ChecksumAlgorithm' || ['CopyObject', 'CreateMultipartUpload'].includes(operation))

describe(`${sites.length} places that take one of some values`, () => {
  it.each(titled.filter(([, site]) => isAskable(site)))('%s', async (_, site) => {
    const outcome = await ask(site, 'weird')
    if (!('refused' in outcome)) throw new Error('it was taken')
    const { code, message } = outcome.refused
    expect(message).not.toMatch(/validation error|constraint:/)
    expect(code).toMatch(codes[site.place])
    // What keeps to the model is judged by something else.
    for (const value of site.values.slice(0, 2)) expect(await ask(site, value)).not.toEqual(outcome)
  })
})

describe('what is refused in words of its own', () => {
  let Bucket: string
  beforeAll(async () => {
    Bucket = fresh('bucket')
    await s3('CreateBucket', { Bucket })
  })

  it.each([
    [
      'PutObject',
      { Key: 'k', Body: 'x', StorageClass: 'CHEAP' },
      'InvalidStorageClass',
      'The storage class you specified is not valid',
    ],
    ['CopyObject', { Key: 'k', CopySource: 'nowhere' }, 'InvalidArgument', 'Invalid copy source object key'],
    [
      'GetObjectAttributes',
      { Key: 'k', ObjectAttributes: ['ETag', 'Weight'] },
      'InvalidArgument',
      'Invalid attribute name specified.',
    ],
    [
      'PutBucketTagging',
      { Tagging: { TagSet: [{ Key: '', Value: '' }] } },
      'InvalidTag',
      'The TagKey you have provided is invalid',
    ],
    [
      'DeleteObjects',
      { Delete: { Objects: [{ Key: '' }] } },
      'MalformedXML',
      expect.stringContaining('did not validate against our published schema'),
    ],
    ['DeleteObjects', { Delete: {} }, 'MalformedXML', expect.any(String)],
    ['PutBucketVersioning', {}, 'MissingRequestBodyError', 'Request Body is empty'],
  ])('%s %j: %s', async (operation, input, code, message) => {
    expect(await s3(operation, { Bucket, ...input })).toEqual({ refused: { code, message } })
  })

  it.each([0, 10_001])('a list of %d buckets at most', async MaxBuckets => {
    expect(await s3('ListBuckets', { MaxBuckets })).toEqual({
      refused: {
        code: 'InvalidArgument',
        message: 'Argument max-buckets must be an integer between 1 and 10000',
      },
    })
  })
})
