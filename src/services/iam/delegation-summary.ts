import type { DelegationRequestRow } from '../../store/delegation-tables.ts'

/** What a delegation request asks for, in words: who, for how long, and each statement of its policy. */
export function summaryOf(request: DelegationRequestRow, policy: string): string {
  const { requestorName, requestorId, ownerAccount, sessionSeconds } = request
  const where = ownerAccount === undefined ? 'your account' : `account ${ownerAccount}`
  const { Statement } = JSON.parse(policy) as { Statement: Statement | Statement[] }
  const statements = Array.isArray(Statement) ? Statement : [Statement]
  return [
    `${requestorName} (account ${requestorId}) asks for access to ${where} for ${duration(sessionSeconds)}.`,
    'With the permissions of whoever approves it, and no others, it:',
    ...statements.map(statement => `- ${sentence(statement)}`),
  ].join('\n')
}

export function isEnglish(locale: string): boolean {
  return /^en(?:[-_]|$)/i.test(locale)
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: Texts
  readonly NotAction?: Texts
  readonly Resource?: Texts
  readonly NotResource?: Texts
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>
}

type Texts = string | readonly string[]

function sentence({ Effect, Action, NotAction, Resource, NotResource, Condition }: Statement): string {
  const may = Effect === 'Allow' ? 'may use' : 'may not use'
  const actions = named(Action, NotAction, 'every action', 'every action but')
  const resources = named(Resource, NotResource, 'every resource', 'every resource but')
  return `${may} ${actions} on ${resources}${conditions(Condition)}`
}

function named(texts: Texts | undefined, others: Texts | undefined, all: string, allBut: string): string {
  if (others !== undefined) return `${allBut} ${list(others)}`
  return texts === undefined || texts === '*' ? all : list(texts)
}

function conditions(condition: Statement['Condition']): string {
  const each = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${key} meets ${operator} ${list(values)}`),
  )
  return each.length > 0 ? `, where ${each.join(' and ')}` : ''
}

function list(texts: Texts): string {
  return typeof texts === 'string' ? texts : texts.join(', ')
}

function duration(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const parts = [
    { count: hours, unit: 'hour' },
    { count: minutes, unit: 'minute' },
    { count: seconds % 60, unit: 'second' },
  ]
  const said = parts.filter(({ count }) => count > 0)
  return said.map(({ count, unit }) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' and ')
}
