import type { ManagedDocuments } from '../../authorize/question.ts'
import type { Caller } from '../../identity/caller.ts'
import type { PolicyDocument } from '../../policy/index.ts'
import { actionsOfService, isService, serviceName } from '../../reference/authorization.ts'
import type { Store } from '../../store/contract.ts'
import { keepReport, reportOf } from './access-advisor/jobs.ts'
import { type Access, accessesOf } from './access-advisor/recorded-accesses.ts'
import {
  mustBeReportable,
  type ReportedEntity,
  reportedAt,
  reportedResource,
} from './access-advisor/reported-resource.ts'
import { grantAction, servicesGranted } from './access-advisor/services-granted.ts'
import { iam, iamError } from './operation.ts'
import { pageOfList } from './paging.ts'

/** When which of somebody's permissions were used last, from the account's own event history. */

const kind = 'service-last-accessed'

/** A report as it is kept. Of services nobody called nothing is kept but the name. */
interface Report {
  readonly granularity: 'SERVICE_LEVEL' | 'ACTION_LEVEL'
  readonly services: readonly ServiceReport[]
  readonly entities: readonly ReportedEntity[]
}

interface ServiceReport {
  readonly namespace: string
  /** The latest access of each entity that called the service, the latest of all first. */
  readonly accesses: readonly Access[]
  /** For reports on actions, of services whose calls come here: every action that is granted, and its latest use. */
  readonly actions?: readonly { readonly name: string; readonly access?: Access }[]
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html */
export const GenerateServiceLastAccessedDetails = iam('GenerateServiceLastAccessedDetails', {
  check: ({ input }) => mustBeReportable(input.Arn),
  resource: call => reportedResource(call, call.input.Arn),
  handle: async call => ({
    JobId: await keepReport(call, kind, await reportOn(call, call.input.Arn, call.input.Granularity)),
  }),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html */
export const GetServiceLastAccessedDetails = iam('GetServiceLastAccessedDetails', {
  resource: () => ({ arn: '*' }),
  read: async call => {
    const { report, status } = await reportOf<Report>(call, kind, call.input.JobId)
    const { items, ...page } = pageOfList('services_last_accessed', call.input, report.services)
    const ServicesLastAccessed = await Promise.all(items.map(service => shownService(service, report)))
    return { ...status, JobType: report.granularity, ServicesLastAccessed, ...page }
  },
})

/**
 * "By default, the list of associated entities is sorted by date, with the most recent access listed first."
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetailsWithEntities.html
 */
export const GetServiceLastAccessedDetailsWithEntities = iam('GetServiceLastAccessedDetailsWithEntities', {
  resource: () => ({ arn: '*' }),
  read: async call => {
    const { JobId, ServiceNamespace } = call.input
    const { report, status } = await reportOf<Report>(call, kind, JobId)
    if (!(await isService(ServiceNamespace))) {
      throw iamError('InvalidInputException', `Invalid service namespace: ${ServiceNamespace}`)
    }
    const { items, ...page } = pageOfList(
      'entities_last_accessed',
      call.input,
      entitiesOf(report, ServiceNamespace),
    )
    return { ...status, EntityDetailsList: items, ...page }
  },
})

interface Asked {
  readonly caller: Caller
  readonly store: Store
  readonly managed: ManagedDocuments
  readonly now: number
}

async function reportOn(
  { caller, store, managed, now }: Asked,
  text: string,
  granularity: Report['granularity'] = 'SERVICE_LEVEL',
): Promise<Report> {
  const { account } = caller
  const { documents, entities } = await store.read(account, rows =>
    reportedAt({ rows, caller, managed }, text),
  )
  const ids = new Set(entities.map(({ id }) => id))
  const latest = new Latest()
  for await (const access of accessesOf(store, account, now))
    if (ids.has(access.entityId)) latest.note(access)
  const services = await Promise.all(
    (await servicesGranted(documents)).map(async namespace => ({
      namespace,
      accesses: latest.ofService(namespace),
      ...(granularity === 'ACTION_LEVEL' && (await trackedActions(documents, namespace, latest))),
    })),
  )
  return { granularity, services, entities }
}

/** The latest accesses, when all are noted with the latest first. */
class Latest {
  readonly #byEntity = new Map<string, Map<string, Access>>()
  readonly #byAction = new Map<string, Access>()

  note(access: Access): void {
    const { service, entityId } = access
    const ofService = this.#byEntity.get(service) ?? new Map<string, Access>()
    this.#byEntity.set(service, ofService)
    if (!ofService.has(entityId)) ofService.set(entityId, access)
    const action = `${service}:${access.action}`
    if (!this.#byAction.has(action)) this.#byAction.set(action, access)
  }

  ofService(namespace: string): readonly Access[] {
    return [...(this.#byEntity.get(namespace)?.values() ?? [])]
  }

  ofAction(action: string): Access | undefined {
    return this.#byAction.get(action)
  }
}

/** Calls of other services do not come here. */
const trackedServices: ReadonlySet<string> = new Set(['iam', 'sts'])

async function trackedActions(documents: readonly PolicyDocument[], namespace: string, latest: Latest) {
  if (!trackedServices.has(namespace)) return {}
  const names = (await actionsOfService(namespace)).filter(name =>
    grantAction(documents, `${namespace}:${name}`),
  )
  const actions = names.map(name => {
    const access = latest.ofAction(`${namespace}:${name}`)
    return { name, ...(access && { access }) }
  })
  return { actions }
}

async function shownService({ namespace, accesses, actions = [] }: ServiceReport, { entities }: Report) {
  const [latest] = accesses
  const isTracked = actions.some(({ access }) => access)
  return {
    ServiceName: await serviceName(namespace),
    ...(latest && {
      LastAuthenticated: new Date(latest.time),
      LastAuthenticatedEntity: arnOf(latest, entities),
      LastAuthenticatedRegion: latest.region,
    }),
    ServiceNamespace: namespace,
    TotalAuthenticatedEntities: accesses.length,
    ...(isTracked && {
      TrackedActionsLastAccessed: actions.map(({ name, access }) => ({
        ActionName: name,
        ...(access && {
          LastAccessedEntity: arnOf(access, entities),
          LastAccessedTime: new Date(access.time),
          LastAccessedRegion: access.region,
        }),
      })),
    }),
  }
}

function arnOf({ entityId }: Access, entities: readonly ReportedEntity[]): string {
  return entities.find(({ id }) => id === entityId)?.arn ?? entityId
}

/** Those who called the service first, the latest before all; then those who might have. */
function entitiesOf({ services, entities }: Report, namespace: string) {
  const service = services.find(reported => reported.namespace === namespace.toLowerCase())
  if (!service) return []
  const timeOf = new Map(service.accesses.map(({ entityId, time }) => [entityId, time]))
  const latestFirst = [...entities].sort((a, b) => (timeOf.get(b.id) ?? 0) - (timeOf.get(a.id) ?? 0))
  return latestFirst.map(({ arn: Arn, name: Name, type: Type, id: Id, path: Path }) => {
    const time = timeOf.get(Id)
    return {
      EntityInfo: { Arn, Name, Type, Id, Path },
      ...(time !== undefined && { LastAuthenticated: new Date(time) }),
    }
  })
}
