import type { PasswordPolicy } from '@aws-sdk/client-iam'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { Page } from '../../shell/page.tsx'
import { common } from '../../words/common.ts'
import { settings as words } from '../../words/settings.ts'
import { FormPage } from '../permissions/form-page.tsx'
import {
  faultsOf,
  formOf,
  type PolicyForm,
  readPasswordPolicy,
  savePasswordPolicy,
} from './password-policy.ts'

const back = '/console/iam/settings'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html */
export default function PasswordPolicyPage() {
  const clients = useClients()
  const policy = useRead(['password-policy'], () => readPasswordPolicy(clients), { isFresh: true })
  return (
    <Page title={words.editTitle} breadcrumbs={[{ text: words.title, href: back }]}>
      <Readable read={policy}>{now => <PasswordPolicyForm before={now} />}</Readable>
    </Page>
  )
}

function PasswordPolicyForm({ before }: { readonly before: PasswordPolicy | null }) {
  const clients = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [form, setForm] = useState(() => formOf(before))
  const [isTried, setTried] = useState(false)
  const faults = faultsOf(form)
  const change = (changes: Partial<PolicyForm>) => setForm(now => ({ ...now, ...changes }))
  const write = useWrite(() => savePasswordPolicy(clients, form), [['password-policy'], ['recommendations']])
  const submit = () => {
    setTried(true)
    if (Object.keys(faults).length > 0) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.saved })
        void navigate(back)
      },
    })
  }
  const parts = { form, change, faults: isTried ? faults : {} }
  return (
    <FormPage submit={common.save} onSubmit={submit} isBusy={write.isPending} error={write.error} back={back}>
      <Container>
        <FormField label={words.kind}>
          <RadioGroup
            value={form.isCustom ? 'custom' : 'default'}
            items={(['default', 'custom'] as const).map(value => ({
              value,
              label: words.kinds[value],
              description: words.kindHints[value],
            }))}
            onChange={({ detail }) => change({ isCustom: detail.value === 'custom' })}
          />
        </FormField>
      </Container>
      {form.isCustom && <Strength {...parts} />}
      {form.isCustom && <Others {...parts} />}
    </FormPage>
  )
}

interface Part {
  readonly form: PolicyForm
  readonly change: (changes: Partial<PolicyForm>) => void
  readonly faults: ReturnType<typeof faultsOf>
}

function Strength({ form, change, faults }: Part) {
  const kinds = ['uppercase', 'lowercase', 'numbers', 'symbols'] as const
  return (
    <Container header={<Header variant="h2">{words.strength}</Header>}>
      <SpaceBetween size="m">
        <NumberInput
          label={words.length}
          hint={words.lengthHint}
          fault={faults.length}
          value={form.length}
          onChange={length => change({ length })}
        />
        {kinds.map(kind => (
          <Checkbox
            key={kind}
            checked={form[kind]}
            onChange={({ detail }) => change({ [kind]: detail.checked })}
          >
            {words.shown[kind]}
          </Checkbox>
        ))}
      </SpaceBetween>
    </Container>
  )
}

function Others({ form, change, faults }: Part) {
  return (
    <Container header={<Header variant="h2">{words.other}</Header>}>
      <SpaceBetween size="m">
        <Checkbox checked={form.expires} onChange={({ detail }) => change({ expires: detail.checked })}>
          {words.expires}
        </Checkbox>
        {form.expires && (
          <NumberInput
            label={words.age}
            hint={words.ageHint}
            fault={faults.ageDays}
            value={form.ageDays}
            onChange={ageDays => change({ ageDays })}
          />
        )}
        {form.expires && (
          <Checkbox
            checked={form.hardExpiry}
            onChange={({ detail }) => change({ hardExpiry: detail.checked })}
          >
            {words.hardExpiry}
          </Checkbox>
        )}
        <Checkbox
          checked={form.preventsReuse}
          onChange={({ detail }) => change({ preventsReuse: detail.checked })}
        >
          {words.preventReuse}
        </Checkbox>
        {form.preventsReuse && (
          <NumberInput
            label={words.reuse}
            hint={words.reuseHint}
            fault={faults.remembered}
            value={form.remembered}
            onChange={remembered => change({ remembered })}
          />
        )}
        <Checkbox
          checked={form.allowsChange}
          onChange={({ detail }) => change({ allowsChange: detail.checked })}
        >
          {words.allowChange}
        </Checkbox>
      </SpaceBetween>
    </Container>
  )
}

function NumberInput(props: {
  readonly label: string
  readonly hint: string
  readonly fault: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <FormField label={props.label} constraintText={props.hint} errorText={props.fault}>
      <Input
        value={props.value}
        inputMode="numeric"
        autoComplete={false}
        onChange={({ detail }) => props.onChange(detail.value.trim())}
      />
    </FormField>
  )
}
