import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import type { RecordedDecision } from '../../authorize/recorded.ts'
import { explain, explainAdditions } from '../../policy/index.ts'
import { clientsOf, connectionFault, refusalOf, type Signer } from '../clients.ts'
import { endpointOf } from '../endpoint.ts'
import { adminsOf, firstCredentialsIn } from '../first-users.ts'
import { exitCodes, type Invocation, Problem, textOption } from '../invocation.ts'

/** Who is asked; the account is known of the first admins only. */
interface Asked {
  readonly account?: string
  readonly signer: Signer
}

/** The decisions behind a request, as one account may see them. */
interface View {
  readonly account?: string
  readonly decisions: readonly RecordedDecision[]
}

/**
 * Asks the server, as any client could, why a request was decided as it was, and says it in words. Of a request
 * across accounts each side sees its own statements only, so the admins of both are asked.
 */
export async function run(invocation: Invocation): Promise<number> {
  const { options, environment, argument = '', print } = invocation
  const endpoint = endpointOf(options, environment)
  const views: View[] = []
  for (const { account, signer } of await askedFor(invocation)) {
    const decisions = await ask(endpoint, signer, argument)
    if (decisions) views.push({ ...(account !== undefined && { account }), decisions })
  }
  if (views.length === 0) {
    throw new Problem(
      `no decision is known for ${argument}: it may be of another account, or a call that needed no permission`,
    )
  }
  for (const line of options.json ? [asJson(views)] : views.flatMap(asText)) print(line)
  return exitCodes.done
}

/** A profile, or the first admins if those are meant, or keys of the environment, or the first admins after all. */
async function askedFor({ options, environment }: Invocation): Promise<readonly Asked[]> {
  const [profile, account] = [textOption(options, 'profile'), textOption(options, 'account')]
  if (profile !== undefined) return [{ signer: { profile } }]
  const firstAdminsMeant = account !== undefined || options.data !== undefined
  if (!firstAdminsMeant && (environment.AWS_ACCESS_KEY_ID || environment.AWS_PROFILE)) {
    return [{ signer: 'default chain' }]
  }
  const admins = adminsOf(await firstCredentialsIn(options, environment)).filter(
    admin => account === undefined || admin.user.account === account,
  )
  if (admins.length === 0) throw new Problem(`there are no first credentials of account ${account}`)
  return admins.map(({ user, keys }) => ({ account: user.account, signer: { keys } }))
}

/** Undefined where the account knows of no such request. */
async function ask(
  endpoint: string,
  signer: Signer,
  EncodedMessage: string,
): Promise<readonly RecordedDecision[] | undefined> {
  try {
    const { DecodedMessage = '{}' } = await clientsOf(endpoint, signer).sts.send(
      new DecodeAuthorizationMessageCommand({ EncodedMessage }),
    )
    return JSON.parse(DecodedMessage).decisions
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal?.code === 'InvalidAuthorizationMessageException') return undefined
    if (refusal) throw new Problem(`${refusal.code}: ${refusal.message}`)
    if (connectionFault(error)) throw new Problem(`no server answers at ${endpoint}`)
    throw error
  }
}

function asJson(views: readonly View[]): string {
  const decisions = views.flatMap(({ account, decisions }) =>
    decisions.map(decision => ({ ...(account !== undefined && { seenBy: account }), ...decision })),
  )
  return JSON.stringify(decisions, null, 2)
}

function asText({ account, decisions }: View): readonly string[] {
  return [
    ...(account === undefined ? [] : [`As account ${account} may see it:`]),
    ...decisions.flatMap(({ principal, action, resource, decision, additions = [] }) => [
      `${principal.arn}\n  asked for ${action}\n  on ${resource}`,
      ...explain(decision),
      ...explainAdditions(additions, decision.crossAccount),
      '',
    ]),
  ]
}
