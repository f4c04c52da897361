import type { Caller } from '../../identity/caller.ts'
import { serviceName, servicePrefixes } from '../../reference/authorization.ts'
import type { Store } from '../../store/contract.ts'
import { commonError } from '../../wire/errors.ts'
import type { NotReported, Organization, Organizations, ReportedEntity } from '../organizations.ts'
import { keepReport, reportOf } from './access-advisor/jobs.ts'
import { accessesOf } from './access-advisor/recorded-accesses.ts'
import { grantService, storedDocument } from './access-advisor/services-granted.ts'
import { iam } from './operation.ts'
import { pageOfList } from './paging.ts'

/** Which services the accounts of an organization may call, and when they last did. */

const kind = 'organizations-access'

type Report = { readonly services: readonly ServiceReport[] } | { readonly failure: Failure }

interface ServiceReport {
  readonly namespace: string
  /** The latest access from each account that called the service, the latest of all first. */
  readonly accesses: readonly AccountAccess[]
}

interface AccountAccess {
  readonly path: string
  readonly time: number
  readonly region: string
}

interface Failure {
  readonly Code: string
  readonly Message: string
}

/** Said by the job, not by the call: "If the operation fails, it returns the reason that it failed." */
const failures: Readonly<Record<NotReported['missing'], Failure>> = {
  entity: { Code: 'NoSuchEntity', Message: 'The entity path does not exist in your organization.' },
  policy: { Code: 'NoSuchEntity', Message: 'The policy does not exist in your organization.' },
  'service control policies': {
    Code: 'PolicyTypeNotEnabled',
    Message: 'Service control policies are not enabled for your organization root.',
  },
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateOrganizationsAccessReport.html */
export const GenerateOrganizationsAccessReport = iam('GenerateOrganizationsAccessReport', {
  resource: ({ input, caller }) => ({
    arn: `arn:aws:iam::${caller.account}:access-report/${input.EntityPath}`,
  }),
  context: ({ input }) => ({ 'iam:OrganizationsPolicyId': input.OrganizationsPolicyId }),
  handle: async call => {
    const { input, store, organizations, now } = call
    const organization = await managedOrganization(call)
    const entity = (await organizations.reportedEntity?.(
      organization,
      input.EntityPath,
      input.OrganizationsPolicyId,
    )) ?? { missing: 'entity' as const }
    if ('missing' in entity) {
      return { JobId: await keepReport(call, kind, { failure: failures[entity.missing] }, 'FAILED') }
    }
    return { JobId: await keepReport(call, kind, { services: await servicesOf(store, entity, now) }) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOrganizationsAccessReport.html */
export const GetOrganizationsAccessReport = iam('GetOrganizationsAccessReport', {
  resource: () => ({ arn: '*' }),
  handle: async call => {
    await managedOrganization(call)
    const { caller, store } = call
    const { JobId, SortKey = 'SERVICE_NAMESPACE_ASCENDING' } = call.input
    const { report, status } = await store.read(caller.account, rows =>
      reportOf<Report>({ ...call, rows }, kind, JobId),
    )
    if ('failure' in report) return { ...status, ErrorDetails: report.failure }
    const sorted = [...report.services].sort(orders[SortKey])
    const { items, ...page } = pageOfList(`organizations_access ${SortKey}`, call.input, sorted)
    return {
      ...status,
      NumberOfServicesAccessible: report.services.length,
      NumberOfServicesNotAccessed: report.services.filter(({ accesses }) => accesses.length === 0).length,
      AccessDetails: await Promise.all(items.map(shown)),
      ...page,
    }
  },
})

interface Asked {
  readonly caller: Caller
  readonly organizations: Organizations
}

/** "You must be signed in using your Organizations management account credentials." */
async function managedOrganization({ caller, organizations }: Asked): Promise<Organization> {
  const organization = await organizations.of(caller.account)
  if (organization?.managementAccount === caller.account) return organization
  const message = 'The account making the request is not the management account of an organization.'
  throw commonError('AccessDenied', message)
}

async function servicesOf(
  store: Store,
  { accounts, serviceControl = [] }: ReportedEntity,
  now: number,
): Promise<readonly ServiceReport[]> {
  const levels = serviceControl.map(texts => texts.map(text => storedDocument(text, 'service-control')))
  const accesses = new Map<string, AccountAccess[]>()
  for (const { account, path } of accounts) {
    for (const [service, access] of await latestOf(store, { account, path }, now)) {
      accesses.set(service, [...(accesses.get(service) ?? []), access])
    }
  }
  return (await servicePrefixes())
    .filter(namespace => levels.every(documents => grantService(documents, namespace)))
    .map(namespace => ({
      namespace,
      accesses: (accesses.get(namespace) ?? []).sort((a, b) => b.time - a.time),
    }))
}

/** Of each service the latest call from one account, whoever of it made it. */
async function latestOf(
  store: Store,
  { account, path }: ReportedEntity['accounts'][number],
  now: number,
): Promise<ReadonlyMap<string, AccountAccess>> {
  const latest = new Map<string, AccountAccess>()
  for await (const { service, time, region } of accessesOf(store, account, now)) {
    if (!latest.has(service)) latest.set(service, { path, time, region })
  }
  return latest
}

/** Services that nobody called come last, whichever way times are sorted. */
const byTime = (direction: 1 | -1) => (a: ServiceReport, b: ServiceReport) => {
  const [one, other] = [a.accesses[0]?.time, b.accesses[0]?.time]
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
  return direction * (one - other)
}

const byNamespace = (direction: 1 | -1) => (a: ServiceReport, b: ServiceReport) =>
  direction * (a.namespace < b.namespace ? -1 : 1)

const orders = {
  SERVICE_NAMESPACE_ASCENDING: byNamespace(1),
  SERVICE_NAMESPACE_DESCENDING: byNamespace(-1),
  LAST_AUTHENTICATED_TIME_ASCENDING: byTime(1),
  LAST_AUTHENTICATED_TIME_DESCENDING: byTime(-1),
} as const

async function shown({ namespace, accesses }: ServiceReport) {
  const [latest] = accesses
  return {
    ServiceName: await serviceName(namespace),
    ServiceNamespace: namespace,
    ...(latest && {
      Region: latest.region,
      EntityPath: latest.path,
      LastAuthenticatedTime: new Date(latest.time),
    }),
    TotalAuthenticatedEntities: accesses.length,
  }
}
