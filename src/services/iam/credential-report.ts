import type { AccountId } from '../../identity/account-id.ts'
import { settingOf } from '../../store/account-settings.ts'
import { type JobRow, jobs } from '../../store/account-tables.ts'
import { directory, type Reader, type Store, type Use } from '../../store/contract.ts'
import { signingCertificates } from '../../store/credential-tables.ts'
import { accessKeys, accounts, loginProfiles, mfaDevices, rootUsers, users } from '../../store/tables.ts'
import { type ReportedAccount, reportText } from './credential-report-text.ts'
import { iam, iamError } from './operation.ts'

/** An account has one report at a time. */
const jobId = 'credential-report'

/**
 * "You can generate a credential report as often as once every four hours": till then the last one stands.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const validMs = 4 * 60 * 60 * 1000

/**
 * The report is made while the request waits, so the next request finds it complete.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 */
export const GenerateCredentialReport = iam('GenerateCredentialReport', {
  resource: () => ({ arn: '*' }),
  handle: async ({ caller: { account }, store, now }) => {
    const present = await store.read(account, rows => rows.get(jobs, jobId))
    if (present && isValid(present, now)) return { State: 'COMPLETE' as const }
    const content = reportText(await reported(store, account))
    const job: JobRow = {
      jobId,
      kind: jobId,
      createdAt: now,
      completedAt: now,
      state: 'COMPLETED',
      result: { content },
    }
    await store.write(account, rows => rows.put(jobs, job))
    return {
      State: 'STARTED' as const,
      Description: 'No report exists. Starting a new report generation task',
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
export const GetCredentialReport = iam('GetCredentialReport', {
  resource: () => ({ arn: '*' }),
  read: async ({ rows, now }) => {
    const report = await rows.get(jobs, jobId)
    // Recorded of the first: AWS answers without a message.
    if (!report) throw iamError('CredentialReportNotPresentException', '')
    if (!isValid(report, now)) throw iamError('CredentialReportExpiredException', '')
    return {
      Content: Buffer.from(String(report.result.content)),
      ReportFormat: 'text/csv' as const,
      GeneratedTime: new Date(report.createdAt),
    }
  },
})

function isValid({ createdAt }: JobRow, now: number): boolean {
  return now - createdAt <= validMs
}

async function reported(store: Store, account: AccountId): Promise<ReportedAccount> {
  const facts = await store.read(account, factsIn)
  const row = await store.read(directory, rows => rows.get(accounts, account))
  const uses = new Map<string, Use>()
  for (const { accessKeyId } of facts.keys) {
    const use = await store.lastUse(account, accessKeyId)
    if (use) uses.set(accessKeyId, use)
  }
  return { ...facts, account, createdAt: row?.createdAt ?? 0, uses }
}

/** All in one state of the account: a few whole tables are cheaper than a question for every user. */
async function factsIn(rows: Reader) {
  return {
    users: await rows.list(users),
    profiles: await rows.list(loginProfiles),
    keys: await rows.list(accessKeys, { index: 'byOwner' }),
    certificates: await rows.list(signingCertificates, { index: 'byOwner' }),
    devices: await rows.list(mfaDevices),
    rootUser: await rows.get(rootUsers, 'root'),
    maxAgeDays: (await settingOf(rows, 'password-policy'))?.maxAgeDays,
  }
}
