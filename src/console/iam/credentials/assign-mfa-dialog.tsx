import {
  CreateVirtualMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  type VirtualMFADevice,
} from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { apiFault } from '../../api/fault.ts'
import { useWrite } from '../../api/read.ts'
import { Secret } from '../../copy/secret.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { FormDialog } from '../../shell/form-dialog.tsx'
import { common } from '../../words/common.ts'
import { credentials } from '../../words/credentials.ts'
import { areCodes, CodeFields, type Codes } from './code-fields.tsx'
import { ownerKey } from './credential-owner.ts'
import './assign-mfa.css'
import { deviceName } from './mfa-devices.ts'

const { mfa: words } = credentials

interface DialogProps {
  readonly userName: string
  readonly onDismiss: () => void
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html */
export function AssignMfaDialog(props: DialogProps) {
  const [device, setDevice] = useState<VirtualMFADevice>()
  return device ? <SetUpDevice {...props} device={device} /> : <NameDevice {...props} onMade={setDevice} />
}

function NameDevice(
  props: DialogProps & { readonly onMade: (device: VirtualMFADevice | undefined) => void },
) {
  const { userName, onMade, onDismiss } = props
  const { iam } = useClients()
  const [name, setName] = useState(userName)
  const [isTried, setTried] = useState(false)
  const isName = /^[\w+=,.@-]{1,128}$/.test(name)
  const write = useWrite(async () => {
    const asked = new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name })
    return (await iam.send(asked)).VirtualMFADevice
  })
  const submit = () => {
    setTried(true)
    if (isName) write.mutate(undefined, { onSuccess: onMade })
  }
  return (
    <FormDialog
      title={words.assign}
      submit={common.next}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
    >
      <Box>{words.assignText}</Box>
      <FormField
        label={words.device}
        constraintText={words.deviceHint}
        errorText={isTried && !isName ? words.deviceForm : ''}
      >
        <Input value={name} autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </FormDialog>
  )
}

function SetUpDevice(props: DialogProps & { readonly device: VirtualMFADevice }) {
  const { userName, device, onDismiss } = props
  const { SerialNumber = '' } = device
  const { iam } = useClients()
  const flash = useFlash()
  const [codes, setCodes] = useState<Codes>(['', ''])
  const [isTried, setTried] = useState(false)
  const [AuthenticationCode1, AuthenticationCode2] = codes
  const write = useWrite(
    () =>
      iam.send(
        new EnableMFADeviceCommand({
          UserName: userName,
          SerialNumber,
          AuthenticationCode1,
          AuthenticationCode2,
        }),
      ),
    [ownerKey({ userName })],
  )
  const submit = () => {
    setTried(true)
    if (!areCodes(codes)) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.assigned(deviceName(SerialNumber)) })
        onDismiss()
      },
    })
  }
  // A device that nobody got would only be in the way of the next one of its name.
  const abandon = async () => {
    onDismiss()
    try {
      await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }))
    } catch (error) {
      flash({ type: 'warning', header: words.leftOver(SerialNumber), content: apiFault(error).message })
    }
  }
  return (
    <FormDialog
      title={words.setUp}
      submit={words.add}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={() => void abandon()}
    >
      <ol className="mfa-steps">
        <li>{words.install}</li>
        <li>
          {words.scan}
          <QrCode png={device.QRCodePNG} />
          {words.orType}{' '}
          <Secret what={words.secret} text={new TextDecoder().decode(device.Base32StringSeed)} />
        </li>
        <li>{words.codesHint}</li>
      </ol>
      <CodeFields codes={codes} onChange={setCodes} isTried={isTried} />
    </FormDialog>
  )
}

function QrCode({ png = new Uint8Array() }: { readonly png: Uint8Array | undefined }) {
  const data = btoa(Array.from(png, byte => String.fromCharCode(byte)).join(''))
  return <img className="mfa-qr" alt={words.qrCode} src={`data:image/png;base64,${data}`} />
}
