import { accountId } from '../../identity/account-id.ts'
import type { EventRecord, Use } from '../contract.ts'
import type { AccessKeyRow, AttachmentRow, GroupRow, InlinePolicyRow, PolicyVersionRow } from '../tables.ts'

export const alpha = accountId('111111111111')
export const beta = accountId('222222222222')

/** The row of the cases that need a text key: key `nameKey`, indexes by path and by id. */
export const group = (nameKey: string, row: Partial<GroupRow> = {}): GroupRow => ({
  nameKey,
  groupName: nameKey,
  path: '/',
  groupId: `AGPA${nameKey}`,
  createdAt: 0,
  ...row,
})

/** Key of a text and a number. */
export const version = (policyId: string, number: number): PolicyVersionRow => ({
  policyId,
  version: number,
  text: '{}',
  createdAt: 0,
})

/** Index of a text and a number. */
export const accessKey = (accessKeyId: string, ownerId: string, createdAt: number): AccessKeyRow => ({
  accessKeyId,
  ownerId,
  status: 'Active',
  createdAt,
  sealedSecret: '',
})

/** Key of two texts, index of two texts of which one is in the key. */
export const attachment = (
  entityId: string,
  policyArn: string,
  entityType: AttachmentRow['entityType'] = 'user',
): AttachmentRow => ({ entityId, entityType, policyArn })

/** Key of two texts, no index. */
export const inlinePolicy = (entityId: string, nameKey: string): InlinePolicyRow => ({
  entityId,
  nameKey,
  policyName: nameKey,
  text: '{}',
})

export const event = (eventId: string, time: number, record: Partial<EventRecord> = {}): EventRecord => ({
  account: alpha,
  eventId,
  requestId: `request-${eventId}`,
  time,
  eventName: 'GetRole',
  event: JSON.stringify({ eventId }),
  ...record,
})

export const use = (subject: string, time: number, rest: Partial<Use> = {}): Use => ({
  account: alpha,
  subject,
  time,
  region: 'us-east-1',
  service: 'iam',
  ...rest,
})

/**
 * Texts that sort or match wrongly when a backend compares UTF-16 units, folds case, follows a locale or
 * takes a wildcard for one; in the order of their code points.
 */
export const awkwardTexts = [
  '',
  ' ',
  '"',
  '%',
  "'",
  '*',
  '/',
  'A',
  'B',
  '[a]',
  '\\',
  '_',
  'a',
  'a%',
  'a%b',
  'aXb',
  'a_b',
  'ab',
  'b',
  '~',
  'ß',
  'é',
  'ﬀ',
  '\uffff',
  '\u{10000}',
  '😀',
  '😀a',
  '\u{10ffff}',
  '\u{10ffff}\u{10ffff}',
] as const
