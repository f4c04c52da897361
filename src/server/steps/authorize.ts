import type { Answer, PassedRole, Question, RequestFacts } from '../../authorize/question.ts'
import { accountOfRequester, type Requester } from '../../identity/caller.ts'
import type { Call, Demand, Located } from '../../services/operation.ts'
import type { Reader } from '../../store/contract.ts'
import { commonError } from '../../wire/errors.ts'
import { denial } from '../denial.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House, Target } from '../house.ts'
import type { Service } from '../service.ts'
import { callOf } from './validate.ts'

/**
 * May the caller? Asked of every operation but those that need no permission at all, and answered by policies
 * only. An operation cannot forget it: what it acts on is part of its declaration.
 */
export async function authorize(exchange: Exchange, house: House): Promise<void> {
  const operation = present(exchange.operation, 'decode')
  const { access } = operation
  if ('noPermissionRequired' in access) return
  const call = callOf(exchange, house)
  const { store } = house
  const { resource, further, passed } =
    'resolve' in access
      ? { resource: await access.resolve({ ...call, store }), further: [], passed: [] }
      : await located(access, operation.name, call, house)
  exchange.resource = resource
  const asked = {
    caller: call.caller,
    request: requestTo(present(exchange.service, 'identify'), call),
    now: call.now,
  }
  if (access.each) {
    await decideEach(exchange, house, await access.each({ ...call, resource }), asked)
    return
  }
  const context = (await access.context?.({ ...call, resource, store })) ?? {}
  const demands = (await access.alsoAsks?.({ ...call, store, resource })) ?? []
  exchange.asked = demands
  const first = access.actionOf?.(call) ?? access.action ?? `${operation.service}:${operation.name}`
  const actions = [first, ...(access.alsoRequires?.(call) ?? [])]
  const questions: readonly Question[] = [
    ...[resource, ...further].map(on => ({ ...asked, actions, context, resource: on })),
    ...passed.map(role => ({ ...asked, ...passRole(role) })),
    ...demands.map(({ action, ...demand }) => ({ ...asked, ...demand, actions: [action] })),
  ]
  for (const question of questions) {
    const answers = await house.authorizer.answer(question)
    exchange.answers = [...exchange.answers, ...answers]
    const refused = answers.find(answer => answer.decision.outcome !== 'Allowed')
    if (refused) throw denial(call.caller, refused)
  }
}

/** "IAM calls are always made to the us-east-1 Region": reference_policies_condition-keys, aws:RequestedRegion. */
function requestTo({ onlyRegion }: Service, { request }: Pick<Call<unknown>, 'request'>): RequestFacts {
  return onlyRegion === undefined ? request : { ...request, region: onlyRegion }
}

async function located(
  access: Located<unknown, Requester>,
  name: string,
  call: Call<unknown, Requester>,
  { store, targets }: House,
): Promise<Target> {
  const account = access.account?.(call) ?? accountOfRequester(call.caller)
  // Only what belongs to somebody can be open to anybody.
  if (account === undefined) throw commonError('AccessDenied')
  const load = async (rows: Reader): Promise<Target> => ({
    resource: await access.resource({ ...call, rows }),
    further: (await access.alsoOn?.({ ...call, rows })) ?? [],
    passed: (await access.passes?.({ ...call, rows })) ?? [],
  })
  return access.rememberAs
    ? targets.get(account, `${name} ${access.rememberAs(call)}`, load)
    : store.read(account, load)
}

/** How many refusals of things that were decided one by one are kept with the event. */
const maxKeptRefusals = 20

/** What is allowed is kept once, for all that is; refusals one by one, so that they can be explained. */
async function decideEach(
  exchange: Exchange,
  { authorizer }: House,
  demands: readonly Demand[],
  asked: Pick<Question, 'caller' | 'request' | 'now'>,
): Promise<void> {
  const answers: Answer[] = []
  for (const { action, ...demand } of demands) {
    answers.push(...(await authorizer.answer({ ...asked, ...demand, actions: [action] })))
  }
  const isAllowed = ({ decision }: Answer) => decision.outcome === 'Allowed'
  exchange.refusals = answers.map(answer => (isAllowed(answer) ? undefined : denial(asked.caller, answer)))
  const refused = answers.filter(answer => !isAllowed(answer)).slice(0, maxKeptRefusals)
  exchange.answers = [...answers.filter(isAllowed).slice(0, 1), ...refused]
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#available-keys-for-iam */
function passRole({ role, toService, forResource }: PassedRole) {
  const context = { 'iam:PassedToService': toService, 'iam:AssociatedResourceArn': forResource }
  return { actions: ['iam:PassRole'], context, resource: role }
}
