import { policyEditor as words } from '../../words/policy-editor.ts'
import { useServices } from '../reference/read-reference.ts'

/** `STS`, `S3`: as AWS's editor writes them over a statement; the prefix of one that the reference does not know. */
export function useServiceName(prefix: string | undefined): string | undefined {
  const services = useServices()
  if (prefix === undefined) return undefined
  if (prefix === '*') return words.allServices
  return services.data?.find(entry => entry.prefix === prefix)?.name ?? prefix
}
