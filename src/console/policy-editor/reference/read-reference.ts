import type { QueryClient } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import type { ServiceEntry, ServiceFile } from '../model/service-facts.ts'

/**
 * What AWS publishes of its services, as files beside the console's own. It is the same for everybody and does not change
 * while the page is open, so that each file is read once.
 */
const root = `${import.meta.env.BASE_URL}reference/`
const forever = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY }

const index = {
  queryKey: ['reference', 'index'],
  queryFn: async () => (await readFile<{ readonly services: readonly ServiceEntry[] }>('index')).services,
  ...forever,
}

const service = (prefix: string) => ({
  queryKey: ['reference', 'service', prefix],
  queryFn: () => readFile<ServiceFile>(prefix),
  ...forever,
})

async function readFile<T>(name: string): Promise<T> {
  const response = await fetch(`${root}${encodeURIComponent(name)}.json`)
  if (!response.ok) throw new Error(`reference/${name}.json: ${response.status}`)
  return (await response.json()) as T
}

/** All services by name. */
export function useServices() {
  return useQuery(index)
}

/** One service with all that is known of it; `data` stays undefined for one that AWS does not have. */
export function useService(prefix: string | undefined) {
  const services = useServices()
  const isKnown = prefix !== undefined && services.data?.some(entry => entry.prefix === prefix) === true
  const read = useQuery({ ...service(prefix ?? ''), enabled: isKnown })
  return {
    data: isKnown ? read.data : undefined,
    isUnknown: services.data !== undefined && prefix !== undefined && !isKnown,
    isLoading: services.isLoading || read.isLoading,
    error: services.error ?? read.error,
  }
}

/** For what is no component: the services named, of which those that do not exist are left out. */
export async function readServices(
  queries: QueryClient,
  prefixes: Iterable<string>,
): Promise<{ readonly all: readonly ServiceEntry[]; readonly files: readonly ServiceFile[] }> {
  const all = await queries.fetchQuery(index)
  const known = new Set(all.map(entry => entry.prefix))
  const wanted = [...new Set(prefixes)].filter(prefix => known.has(prefix))
  return { all, files: await Promise.all(wanted.map(prefix => queries.fetchQuery(service(prefix)))) }
}
