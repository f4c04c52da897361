import type { Caller } from '../../../identity/caller.ts'
import type { Vault } from '../../../identity/vault.ts'
import { type JobRow, jobs } from '../../../store/account-tables.ts'
import type { Reader, Store } from '../../../store/contract.ts'
import { iamError } from '../operation.ts'

/** Reports are made while the request for them waits, so whoever asks next finds them complete. */

/** What AWS does not say; a report that old tells little, and nobody deletes one. */
const keptMs = 7 * 24 * 60 * 60 * 1000

/** At most so many old reports make room for each new one, so that none takes long. */
const maxForgotten = 20

interface Asked {
  readonly caller: Caller
  readonly store: Store
  readonly vault: Vault
  readonly now: number
}

/** Keeps a report, and answers the id under which its maker finds it. */
export async function keepReport(
  asked: Asked,
  kind: string,
  report: object,
  state: 'COMPLETED' | 'FAILED' = 'COMPLETED',
): Promise<string> {
  const { caller, store, vault, now } = asked
  const jobId = vault.newUuid()
  const result = { madeBy: makerOf(caller), report }
  const job: JobRow = { jobId, kind, createdAt: now, completedAt: now, state, result }
  await store.write(caller.account, async rows => {
    await rows.insert(jobs, job)
    const oldest = await rows.list(jobs, { index: 'byKind', where: { kind }, limit: maxForgotten })
    for (const { jobId: old, createdAt } of oldest) if (createdAt < now - keptMs) await rows.delete(jobs, old)
  })
  return jobId
}

export interface KeptReport<Report> {
  readonly report: Report
  /** Answers of all operations on reports have these. */
  readonly status: {
    readonly JobStatus: JobRow['state']
    readonly JobCreationDate: Date
    readonly JobCompletionDate: Date
  }
}

/**
 * "The JobId … must be used by the same role within a session, or by the same user": to others there is none.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
 */
export async function reportOf<Report>(
  { caller, rows, now }: { readonly caller: Caller; readonly rows: Reader; readonly now: number },
  kind: string,
  jobId: string,
): Promise<KeptReport<Report>> {
  const job = await rows.get(jobs, jobId)
  const isThere = job?.kind === kind && job.createdAt >= now - keptMs
  if (!isThere || job.result.madeBy !== makerOf(caller)) {
    throw iamError('NoSuchEntityException', `Job with id ${jobId} cannot be found.`)
  }
  const JobCreationDate = new Date(job.createdAt)
  const JobCompletionDate = new Date(job.completedAt ?? job.createdAt)
  return {
    report: job.result.report as Report,
    status: { JobStatus: job.state, JobCreationDate, JobCompletionDate },
  }
}

/** The user or role, whichever of its credentials or sessions asks. */
function makerOf(caller: Caller): string {
  return caller.kind === 'role-session' ? caller.roleId : caller.userId
}
