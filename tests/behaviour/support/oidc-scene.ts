import { CreateOpenIDConnectProviderCommand } from '@aws-sdk/client-iam'
import { type AnyAnswer, doorways, type Outcome } from './doorways.ts'
import { makeRole, type RoleOptions, type TestRole, trust } from './scene.ts'
import type { TestServer } from './test-server.ts'

export type StsAnswer = Outcome<AnyAnswer>

/** A provider of the trusting account for an issuer. */
export async function makeProvider(
  server: TestServer,
  issuer: { readonly url: string },
  clientIds: readonly string[] = ['app'],
): Promise<string> {
  const { OpenIDConnectProviderArn = '' } = await server
    .iam(server.trusting.admin)
    .send(new CreateOpenIDConnectProviderCommand({ Url: issuer.url, ClientIDList: [...clientIds] }))
  return OpenIDConnectProviderArn
}

export const webIdentity = 'sts:AssumeRoleWithWebIdentity'

/** A role of the trusting account that trusts a provider. */
export function roleTrusting(
  server: TestServer,
  provider: string,
  condition?: object,
  options: Partial<RoleOptions> & { readonly actions?: readonly string[] } = {},
): Promise<TestRole> {
  const { actions = [webIdentity], ...rest } = options
  const statement = trust({ Federated: provider }, condition, [...actions])
  return makeRole(server, server.trusting, { trust: [statement], ...rest })
}

/** Asks through the SDK, which signs nothing. */
export function takeWithToken(
  server: TestServer,
  role: { readonly arn: string },
  token: string,
  input: object = {},
): Promise<StsAnswer> {
  const [sdk] = doorways
  if (!sdk) throw new Error('there is no doorway')
  const asked = { RoleArn: role.arn, RoleSessionName: 'alice', WebIdentityToken: token, ...input }
  return sdk.call(server, server.trusted.admin, 'sts', 'AssumeRoleWithWebIdentity', asked)
}

export function invalidToken(message: string) {
  return { refused: { code: 'InvalidIdentityToken', message } }
}
