import { isService } from '../../reference/authorization.ts'
import { invalidInput } from './errors.ts'

/**
 * Principals that integrate with Organizations under a name that no service of the Service Authorization Reference has.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
 */
const namedOtherwise: ReadonlySet<string> = new Set([
  'aws-artifact-account-sync.amazonaws.com',
  'config-multiaccountsetup.amazonaws.com',
  'ipam.amazonaws.com',
  'license-management.marketplace.amazonaws.com',
  'macie.amazonaws.com',
  'private-marketplace.marketplace.amazonaws.com',
  'procurement-insights.marketplace.amazonaws.com',
  'reachabilityanalyzer.networkinsights.amazonaws.com',
  'selfservicereporting.managedservices.amazonaws.com',
])

const form = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.amazonaws\.com$/

/**
 * Which services integrate is not ours to say, but that AWS has the service is: its prefix stands somewhere in its
 * name, as in `stacksets.cloudformation.amazonaws.com`.
 */
export async function mustBeService(servicePrincipal: string): Promise<void> {
  if (namedOtherwise.has(servicePrincipal)) return
  const labels = form.exec(servicePrincipal)?.[1]?.split('.') ?? []
  const known = await Promise.all(labels.map(isService))
  if (!known.includes(true)) throw invalidInput('UNRECOGNIZED_SERVICE_PRINCIPAL')
}
