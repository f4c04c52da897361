import { type Role, UpdateRoleCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { type SubmitEvent, useId, useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { common } from '../../words/common.ts'
import { roles as words } from '../../words/roles.ts'
import { isServiceLinked } from './role-read.ts'

/** Description and longest session. Of a service's role only the description is the account's to change. */
export function EditRoleDialog({ role, onDismiss }: { readonly role: Role; readonly onDismiss: () => void }) {
  const { RoleName = '', Description: before = '', MaxSessionDuration: secondsBefore = 3600 } = role
  const { iam } = useClients()
  const flash = useFlash()
  const [description, setDescription] = useState(before)
  const [seconds, setSeconds] = useState(String(secondsBefore))
  const formId = useId()
  const isValid = isSessionLength(seconds)
  const write = useWrite(
    () =>
      iam.send(
        new UpdateRoleCommand({
          RoleName,
          Description: description,
          ...(Number(seconds) !== secondsBefore && { MaxSessionDuration: Number(seconds) }),
        }),
      ),
    [['role', RoleName], ['roles']],
  )
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isValid || write.isPending) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.updated(RoleName) })
        onDismiss()
      },
    })
  }
  return (
    <Modal
      visible
      header={words.editTitle(RoleName)}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              {common.cancel}
            </Button>
            <Button variant="primary" form={formId} loading={write.isPending} disabled={!isValid}>
              {common.save}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id={formId} onSubmit={submit}>
        <SpaceBetween size="l">
          <FormField label={words.descriptionOf} constraintText={words.descriptionHint}>
            <Textarea value={description} onChange={({ detail }) => setDescription(detail.value)} />
          </FormField>
          {!isServiceLinked(role) && <SessionLength seconds={seconds} onChange={setSeconds} />}
          <FaultNotice error={write.error} />
        </SpaceBetween>
      </form>
    </Modal>
  )
}

/** What AWS's console offers, besides any other number of seconds. */
const offered = [1, 2, 4, 8, 12].map(hours => String(hours * 3600))
const custom = 'custom'

function SessionLength(props: { readonly seconds: string; readonly onChange: (seconds: string) => void }) {
  const { seconds, onChange } = props
  const [isCustom, setCustom] = useState(!offered.includes(seconds))
  const options = [
    ...offered.map(value => ({ value, label: words.duration(Number(value)) })),
    { value: custom, label: words.customDuration },
  ]
  const value = isCustom ? custom : seconds
  return (
    <>
      <FormField label={words.maxSession} description={words.maxSessionHint}>
        <Select
          options={options}
          selectedOption={options.find(option => option.value === value) ?? null}
          onChange={({ detail }) => {
            const chosen = detail.selectedOption.value ?? custom
            setCustom(chosen === custom)
            if (chosen !== custom) onChange(chosen)
          }}
        />
      </FormField>
      {isCustom && (
        <FormField label={words.seconds} errorText={isSessionLength(seconds) ? '' : words.secondsForm}>
          <Input
            value={seconds}
            inputMode="numeric"
            autoComplete={false}
            onChange={({ detail }) => onChange(detail.value)}
          />
        </FormField>
      )}
    </>
  )
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
function isSessionLength(seconds: string): boolean {
  return /^\d+$/.test(seconds) && Number(seconds) >= 3600 && Number(seconds) <= 43_200
}
