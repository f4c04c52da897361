import { CreateSAMLProviderCommand, type CreateSAMLProviderCommandInput } from '@aws-sdk/client-iam'
import type { TestCertificate } from './certificates.ts'
import { sdkDoorway } from './doorways.ts'
import type { StsAnswer } from './oidc-scene.ts'
import { samlMetadata } from './saml-metadata.ts'
import { fresh, makeRole, type RoleOptions, type TestRole, trust } from './scene.ts'
import type { TestServer } from './test-server.ts'

export const withSaml = 'sts:AssumeRoleWithSAML'

/** A provider of the trusting account, and what its assertions are signed with. */
export async function makeSamlProvider(
  server: TestServer,
  certificates: readonly TestCertificate[],
  input: Partial<CreateSAMLProviderCommandInput> = {},
): Promise<string> {
  const { SAMLProviderArn = '' } = await server.iam(server.trusting.admin).send(
    new CreateSAMLProviderCommand({
      Name: fresh('Provider'),
      SAMLMetadataDocument: samlMetadata({ certificates }),
      ...input,
    }),
  )
  return SAMLProviderArn
}

/** A role of the trusting account that trusts a provider. */
export function samlRole(
  server: TestServer,
  provider: string,
  condition?: object,
  options: Partial<RoleOptions> & { readonly actions?: readonly string[] } = {},
): Promise<TestRole> {
  const { actions = [withSaml], ...rest } = options
  const statement = trust({ Federated: provider }, condition, [...actions])
  return makeRole(server, server.trusting, { trust: [statement], ...rest })
}

/** Asks through the SDK, which signs nothing. */
export function takeWithSaml(
  server: TestServer,
  role: { readonly arn: string },
  provider: string,
  response: string,
  input: object = {},
): Promise<StsAnswer> {
  const asked = { RoleArn: role.arn, PrincipalArn: provider, SAMLAssertion: response, ...input }
  return sdkDoorway.call(server, server.trusted.admin, 'sts', 'AssumeRoleWithSAML', asked)
}
