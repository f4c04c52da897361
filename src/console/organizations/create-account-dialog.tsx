import {
  CreateAccountCommand,
  type CreateAccountStatus,
  DescribeCreateAccountStatusCommand,
} from '@aws-sdk/client-organizations'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { type Clients, useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { organizationsWords as words } from '../words/organizations.ts'
import { accessRole } from './access.ts'
import { organizationKey } from './organization-read.ts'

const pauseMilliseconds = 1000

/** An account is asked for, and made afterwards: the dialog stays until it is known what became of it. */
export function CreateAccountDialog({ onDismiss }: { readonly onDismiss: () => void }) {
  const { organizations } = useClients()
  const flash = useFlash()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [roleName, setRoleName] = useState<string>(accessRole)
  const [seconds, setSeconds] = useState<number>()
  const write = useWrite(async () => {
    setSeconds(0)
    const command = new CreateAccountCommand({ AccountName: name, Email: email, RoleName: roleName })
    const { CreateAccountStatus: request } = await organizations.send(command)
    return settled(organizations, request ?? {}, setSeconds)
  }, [[organizationKey]])
  const run = async () => {
    try {
      const { AccountId = '' } = await write.mutateAsync()
      flash({ type: 'success', topic: 'organization', content: words.accountCreated(name, AccountId) })
    } finally {
      setSeconds(undefined)
    }
  }
  return (
    <ConfirmDialog
      title={words.createAccount}
      confirm={words.createAccountAction}
      isReady={name.trim() !== '' && email.includes('@') && roleName !== ''}
      run={run}
      onDone={onDismiss}
      onDismiss={onDismiss}
    >
      <FormField label={words.accountName}>
        <Input value={name} autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label={words.email} description={words.emailHint}>
        <Input value={email} autoComplete={false} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
      <FormField label={words.roleName} description={words.roleNameHint}>
        <Input value={roleName} autoComplete={false} onChange={({ detail }) => setRoleName(detail.value)} />
      </FormField>
      {seconds !== undefined && (
        <StatusIndicator type="in-progress">
          {seconds === 0 ? words.creating : words.creatingSlowly(seconds)}
        </StatusIndicator>
      )}
    </ConfirmDialog>
  )
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeCreateAccountStatus.html */
async function settled(
  organizations: Clients['organizations'],
  request: CreateAccountStatus,
  onWaiting: (seconds: number) => void,
): Promise<CreateAccountStatus> {
  const { Id: CreateAccountRequestId } = request
  for (let asked = 0, status = request; ; asked += 1) {
    if (status.State === 'SUCCEEDED') return status
    if (status.State === 'FAILED') throw new Error(words.notCreated(status.FailureReason ?? ''))
    if (asked > 0) {
      onWaiting((asked * pauseMilliseconds) / 1000)
      await new Promise(resolve => setTimeout(resolve, pauseMilliseconds))
    }
    const answer = await organizations.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId }),
    )
    status = answer.CreateAccountStatus ?? {}
  }
}
