import { ResyncMFADeviceCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { useFlash } from '../../shell/flash.tsx'
import { FormDialog } from '../../shell/form-dialog.tsx'
import { credentials } from '../../words/credentials.ts'
import { areCodes, CodeFields, type Codes } from './code-fields.tsx'
import { deviceName } from './mfa-devices.ts'

const { mfa: words } = credentials

/** For a device whose clock has gone its own way. */
export function ResyncMfaDialog(props: {
  readonly userName: string
  readonly serialNumber: string
  readonly onDismiss: () => void
}) {
  const { userName, serialNumber, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const [codes, setCodes] = useState<Codes>(['', ''])
  const [isTried, setTried] = useState(false)
  const [AuthenticationCode1, AuthenticationCode2] = codes
  const write = useWrite(() =>
    iam.send(
      new ResyncMFADeviceCommand({
        UserName: userName,
        SerialNumber: serialNumber,
        AuthenticationCode1,
        AuthenticationCode2,
      }),
    ),
  )
  const submit = () => {
    setTried(true)
    if (!areCodes(codes)) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.resynced(deviceName(serialNumber)) })
        onDismiss()
      },
    })
  }
  return (
    <FormDialog
      title={words.resyncTitle(deviceName(serialNumber))}
      submit={words.resync}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
    >
      <Box>{words.codesHint}</Box>
      <CodeFields codes={codes} onChange={setCodes} isTried={isTried} />
    </FormDialog>
  )
}
