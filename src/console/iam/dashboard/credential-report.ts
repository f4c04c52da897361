import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'

/** A line of the report, by the names of its columns. */
export type CredentialLine = Readonly<Record<string, string>>

const pollMs = 500
const maxPolls = 60

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
export async function credentialReport({ iam }: Pick<Clients, 'iam'>): Promise<readonly CredentialLine[]> {
  for (let poll = 0; poll < maxPolls; poll += 1) {
    const { State } = await iam.send(new GenerateCredentialReportCommand({}))
    if (State === 'COMPLETE') break
    await new Promise(resolve => setTimeout(resolve, pollMs))
  }
  const { Content } = await iam.send(new GetCredentialReportCommand({}))
  return linesOf(new TextDecoder().decode(Content))
}

/** Nothing in the report has a comma in it but the commas between its columns: names may not, times do not. */
export function linesOf(report: string): readonly CredentialLine[] {
  const [head = '', ...lines] = report.trim().split('\n')
  const columns = head.split(',')
  return lines.map(line => {
    const values = line.split(',')
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']))
  })
}
