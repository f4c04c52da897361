import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type GetServiceLastAccessedDetailsResponse,
  type ServiceLastAccessed,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'

export interface AccessReport {
  readonly madeAt: Date | undefined
  readonly services: readonly ServiceLastAccessed[]
}

/** The first looks come soon: a small report is there at once. */
const pausesMilliseconds = [250, 500, 1000, 2000]

/**
 * Asks IAM to find out which of somebody's permissions were used last, and waits for it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
export async function accessReport(iam: Clients['iam'], Arn: string): Promise<AccessReport> {
  const { JobId } = await iam.send(
    new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity: 'ACTION_LEVEL' }),
  )
  const first = await finished(iam, JobId)
  const services = [...(first.ServicesLastAccessed ?? [])]
  for (let marker = first.Marker; marker !== undefined; ) {
    const page = await iam.send(
      new GetServiceLastAccessedDetailsCommand({ JobId, Marker: marker, MaxItems: 1000 }),
    )
    services.push(...(page.ServicesLastAccessed ?? []))
    marker = page.Marker
  }
  return { madeAt: first.JobCompletionDate, services }
}

async function finished(
  iam: Clients['iam'],
  JobId: string | undefined,
): Promise<GetServiceLastAccessedDetailsResponse> {
  for (let look = 0; ; look += 1) {
    const report = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1000 }))
    if (report.JobStatus === 'COMPLETED') return report
    if (report.JobStatus === 'FAILED') throw new Error(report.Error?.Message ?? report.JobStatus)
    await new Promise(resolve => setTimeout(resolve, pausesMilliseconds[look] ?? 4000))
  }
}
