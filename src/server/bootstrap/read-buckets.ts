import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isBucketName } from '../../services/s3/bucket-name.ts'
import type { PublicAccessBlock } from '../../store/object-tables.ts'
import type { PlannedBucket, PlannedFile } from './plan.ts'
import { Unique } from './unique.ts'
import type { WrittenValue } from './written.ts'

/** Buckets with their policies and files. Names are unique over all accounts; `directory` is the bootstrap file's. */
export function readBucket(written: WrittenValue, names: Unique, directory: string): PlannedBucket {
  const members = written.members(['name'], ['policy', 'publicAccessBlock', 'versioning', 'files'])
  const name = members.name?.text() ?? ''
  if (members.name && name !== '' && !isBucketName(name)) members.name.fault('is not a valid bucket name')
  names.check(members.name, name)
  const versioning = members.versioning?.text()
  if (members.versioning && versioning !== 'Enabled' && versioning !== 'Suspended')
    members.versioning.fault('must be Enabled or Suspended')
  const keys = new Unique()
  const policy = members.policy?.json()
  return {
    name,
    ...(policy !== undefined && { policy }),
    ...(members.publicAccessBlock && { publicAccessBlock: readPublicAccessBlock(members.publicAccessBlock) }),
    ...(versioning === 'Enabled' || versioning === 'Suspended' ? { versioning } : {}),
    files: members.files?.items().map(item => readFile(item, keys, directory)) ?? [],
  }
}

const settings = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const

/** What is left out stays blocked. */
function readPublicAccessBlock(written: WrittenValue): PublicAccessBlock {
  written.members([], settings)
  const given: Readonly<Record<string, unknown>> = JSON.parse(written.json() ?? '{}')
  const read = (name: (typeof settings)[number]) => {
    const value = given[name] ?? true
    if (typeof value !== 'boolean') written.fault('must be true or false', name)
    return value !== false
  }
  return {
    BlockPublicAcls: read('BlockPublicAcls'),
    IgnorePublicAcls: read('IgnorePublicAcls'),
    BlockPublicPolicy: read('BlockPublicPolicy'),
    RestrictPublicBuckets: read('RestrictPublicBuckets'),
  }
}

function readFile(written: WrittenValue, keys: Unique, directory: string): PlannedFile {
  const members = written.members(['key'], ['text', 'file', 'contentType'])
  const key = members.key?.text() ?? ''
  keys.check(members.key, key)
  const contentType = members.contentType?.text()
  const described = { key, ...(contentType !== undefined && { contentType }) }
  if (members.text && members.file) members.file.fault('must not be there beside text')
  if (members.file) {
    const file = resolve(directory, members.file.text())
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) members.file.fault('is no file')
    return { ...described, file }
  }
  if (!members.text) written.fault('must have text or file')
  return { ...described, text: members.text?.text() ?? '' }
}
