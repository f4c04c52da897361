import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { arn } from '../../identity/arn.ts'
import { toBase32 } from '../../identity/base32.ts'
import type { ManagedPolicy } from './managed-policies.ts'

/** One policy as `data/aws-managed-policies.json.gz` has it; data/README.md names the sources. */
interface PolicyRecord {
  readonly path: string
  readonly name: string
  readonly created: string
  readonly updated: string
  /** `v` and a number: only the default version of each policy is known. */
  readonly version: string
  readonly document: object
}

export interface AwsManagedPolicy extends ManagedPolicy {
  /** AWS lists them as attachable all, but these hang on service-linked roles only. */
  readonly forServiceLinkedRoles: boolean
}

interface Catalogue {
  /** In the order in which AWS made the policies. */
  readonly arns: readonly string[]
  /** Where each ARN stands in that order. */
  readonly places: ReadonlyMap<string, number>
  readonly records: ReadonlyMap<string, PolicyRecord>
  /** By path and name. */
  readonly descriptions: Readonly<Record<string, string>>
}

/**
 * The policies that AWS manages, which every account has.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const awsManagedPolicies = {
  get(policyArn: string): AwsManagedPolicy | undefined {
    const record = catalogue().records.get(policyArn)
    return record && policyOf(policyArn, record)
  },

  /** The text of the default version. */
  document(policyArn: string): string | undefined {
    const record = catalogue().records.get(policyArn)
    return record && textOf(record)
  },

  /** Which of two policies AWS made first, as for sorting. */
  compare(left: string, right: string): number {
    return placeOf(left) - placeOf(right)
  },

  /**
   * ARNs in the order in which AWS made the policies, as its lists were recorded: those that start with a text,
   * from the one after another on.
   */
  *arns({ startsWith, after }: { startsWith: string; after: string | undefined }): Generator<string> {
    const { arns } = catalogue()
    for (const candidate of arns.slice(after === undefined ? 0 : placeOf(after) + 1)) {
      if (candidate.startsWith(startsWith)) yield candidate
    }
  },
}

/** What is no longer there stands last. */
function placeOf(policyArn: string): number {
  const { places, arns } = catalogue()
  return places.get(policyArn) ?? arns.length
}

let loaded: Catalogue | undefined

/** Read when first needed: 3 MB of text that most commands of the CLI never look at. */
function catalogue(): Catalogue {
  loaded ??= load()
  return loaded
}

function load(): Catalogue {
  const { policies } = read('aws-managed-policies') as { policies: readonly PolicyRecord[] }
  const { descriptions } = read('aws-managed-policy-descriptions') as Pick<Catalogue, 'descriptions'>
  const records = new Map(policies.map(record => [arn.managedPolicy(record.path, record.name), record]))
  const made = ([, { created }]: readonly [string, PolicyRecord]) => Date.parse(created)
  const arns = [...records].sort((left, right) => made(left) - made(right)).map(([policyArn]) => policyArn)
  return { records, descriptions, arns, places: new Map(arns.map((policyArn, place) => [policyArn, place])) }
}

function read(name: string): unknown {
  const file = new URL(`../../../data/${name}.json.gz`, import.meta.url)
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'))
}

function policyOf(policyArn: string, record: PolicyRecord): AwsManagedPolicy {
  const description = catalogue().descriptions[record.path + record.name]
  return {
    policyId: idOf(policyArn),
    policyName: record.name,
    path: record.path,
    arn: policyArn,
    ...(description !== undefined && { description }),
    createdAt: Date.parse(record.created),
    updatedAt: Date.parse(record.updated),
    defaultVersion: Number(record.version.slice(1)),
    tags: [],
    forServiceLinkedRoles: record.path.startsWith('/aws-service-role/'),
  }
}

/** Indented as AWS's own documents are. */
function textOf({ document }: PolicyRecord): string {
  return JSON.stringify(document, null, 4)
}

/** The data has no ids. These are the same wherever and whenever they are asked for. */
function idOf(policyArn: string): string {
  return `ANPA${toBase32(createHash('sha256').update(policyArn).digest()).slice(0, 17)}`
}
