import { presentedChain, thumbprintOf } from './pinned-authority.ts'

const timeoutMs = 5000

/**
 * The thumbprint of the topmost certificate that a server presents; undefined when it cannot be reached.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
 */
export async function serverThumbprint(server: URL): Promise<string | undefined> {
  const chain = await presentedChain(server, AbortSignal.timeout(timeoutMs)).catch(() => undefined)
  const top = chain?.at(-1)
  return top && thumbprintOf(top)
}
