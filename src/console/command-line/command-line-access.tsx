import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { DocumentText } from '../policies-picker/document-text.tsx'
import { commandLine as words } from '../words/command-line.ts'
import { common } from '../words/common.ts'
import { roles } from '../words/roles.ts'
import {
  type CliProfile,
  isOfForm,
  newProfile,
  type ProfileText,
  profileCommands,
  profileName,
  profileText,
} from './cli-profile.ts'

const longestSeconds = 43_200
const durations = [900, 3600, 7200, 14_400, 28_800, longestSeconds]

/** The profile by which the AWS CLI and the SDKs take a role, ready to be copied. */
export default function CommandLineAccess(props: {
  readonly roleArn: string
  readonly maxSessionSeconds?: number
  /** Where it is known that the role asks for one. */
  readonly externalId?: string
}) {
  const { roleArn, maxSessionSeconds = longestSeconds, externalId = '' } = props
  const [profile, setProfile] = useState<CliProfile>({ ...newProfile, externalId })
  const change = (changed: Partial<CliProfile>) => setProfile(before => ({ ...before, ...changed }))
  const options = durations
    .filter(seconds => seconds <= maxSessionSeconds)
    .map(seconds => ({ value: String(seconds), label: roles.duration(seconds) }))
  const field = (name: ProfileText) => ({
    value: profile[name],
    fault: isOfForm(name, profile[name]) ? '' : words.faults[name],
    onChange: (value: string) => change({ [name]: value.trim() }),
  })
  return (
    <SpaceBetween size="l">
      <ColumnLayout columns={2}>
        <Text label={words.sourceProfile} hint={words.sourceProfileHint} {...field('sourceProfile')} />
        <FormField label={words.duration} description={words.durationHint}>
          <Select
            options={options}
            selectedOption={options.find(({ value }) => value === String(profile.durationSeconds)) ?? null}
            onChange={({ detail }) => change({ durationSeconds: Number(detail.selectedOption.value) })}
          />
        </FormField>
        <Text label={optional(words.sessionName)} hint={words.sessionNameHint} {...field('sessionName')} />
        <Text label={optional(words.externalId)} hint={words.externalIdHint} {...field('externalId')} />
        <Text label={optional(words.mfaSerial)} hint={words.mfaSerialHint} {...field('mfaSerial')} />
      </ColumnLayout>
      <DocumentText
        label={words.profile}
        text={profileText(roleArn, profile, location.origin)}
        intro={words.addTo}
      />
      <DocumentText
        label={words.commands}
        text={profileCommands(roleArn)}
        intro={words.use(profileName(roleArn))}
      />
    </SpaceBetween>
  )
}

function optional(label: string): ReactNode {
  return (
    <>
      {label} <i>- {common.optional}</i>
    </>
  )
}

function Text(props: {
  readonly label: ReactNode
  readonly hint: string
  readonly value: string
  readonly fault: string
  readonly onChange: (value: string) => void
}) {
  const { label, hint, value, fault, onChange } = props
  return (
    <FormField label={label} description={hint} errorText={fault}>
      <Input value={value} autoComplete={false} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  )
}
