import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import type { RecordedDecision } from '../../authorize/recorded.ts'
import { explain } from '../../policy/index.ts'
import { clientsOf, connectionFault, refusalOf, type Signer } from '../clients.ts'
import { endpointOf } from '../endpoint.ts'
import { adminsOf, firstCredentialsIn } from '../first-users.ts'
import { exitCodes, type Invocation, Problem, textOption } from '../invocation.ts'

/** Asks the server, as any client could, why a request was decided as it was, and says it in words. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, environment, argument = '', print } = invocation
  const endpoint = endpointOf(options, environment)
  const decisions = await firstAnswer(endpoint, await signersFor(invocation), argument)
  if (options.json) {
    print(JSON.stringify(decisions, null, 2))
    return exitCodes.done
  }
  for (const { principal, action, resource, decision } of decisions) {
    print(`${principal.arn}\n  asked for ${action}\n  on ${resource}`)
    for (const line of explain(decision)) print(line)
    print('')
  }
  return exitCodes.done
}

/** Who asks: a profile, keys of the environment, or the first admins, each of whom sees their account's part. */
async function signersFor({ options, environment }: Invocation): Promise<readonly Signer[]> {
  const profile = textOption(options, 'profile')
  if (profile !== undefined) return [{ profile }]
  if (environment.AWS_ACCESS_KEY_ID || environment.AWS_PROFILE) return ['default chain']
  const account = textOption(options, 'account')
  const admins = adminsOf(await firstCredentialsIn(options, environment)).filter(
    admin => account === undefined || admin.user.account === account,
  )
  if (admins.length === 0) throw new Problem(`there are no first credentials of account ${account}`)
  return admins.map(({ keys }) => ({ keys }))
}

/** The first account that knows the request. */
async function firstAnswer(
  endpoint: string,
  signers: readonly Signer[],
  message: string,
): Promise<readonly RecordedDecision[]> {
  for (const signer of signers) {
    const decisions = await ask(endpoint, signer, message)
    if (decisions) return decisions
  }
  throw new Problem(
    `no decision is known for ${message}: it may be of another account, or a call that needed no permission`,
  )
}

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
