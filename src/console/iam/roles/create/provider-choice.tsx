import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import type { Read } from '../../../api/read.ts'
import { Readable } from '../../../notice/readable.tsx'
import { createRole as words } from '../../../words/create-role.ts'
import { ProvidersLink } from './providers-link.tsx'

/** Which of the account's identity providers is trusted; where there is none, what leads to making one. */
export function ProviderChoice(props: {
  readonly label: string
  /** ARNs. */
  readonly providers: Read<readonly string[]>
  readonly nameOf: (arn: string) => string
  readonly noneTitle: string
  readonly chosen: string
  readonly fault: string | undefined
  readonly onChoose: (arn: string) => void
  /** What else there is to say, where there is a provider. */
  readonly children: ReactNode
}) {
  return (
    <Readable read={props.providers}>
      {arns => {
        if (arns.length === 0) {
          return (
            <Alert type="info" header={props.noneTitle}>
              {words.addProvider} <ProvidersLink />
            </Alert>
          )
        }
        const options = arns.map(value => ({ value, label: props.nameOf(value) }))
        return (
          <SpaceBetween size="l">
            <FormField label={props.label} errorText={props.fault}>
              <Select
                options={options}
                placeholder={words.chooseProvider}
                selectedOption={options.find(({ value }) => value === props.chosen) ?? null}
                onChange={({ detail }) => props.onChoose(detail.selectedOption.value ?? '')}
              />
            </FormField>
            {props.children}
          </SpaceBetween>
        )
      }}
    </Readable>
  )
}
