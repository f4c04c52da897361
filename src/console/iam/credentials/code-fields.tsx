import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { credentials } from '../../words/credentials.ts'

const { mfa: words } = credentials

export type Codes = readonly [first: string, second: string]

export function areCodes(codes: Codes): boolean {
  return codes.every(code => /^\d{6}$/.test(code))
}

/** Two codes that a device shows one after the other: by them IAM knows where its clock is. */
export function CodeFields(props: {
  readonly codes: Codes
  readonly onChange: (codes: Codes) => void
  readonly isTried: boolean
}) {
  const { codes, onChange, isTried } = props
  const [first, second] = codes
  const field = (label: string, value: string, changed: (code: string) => Codes) => (
    <FormField label={label} errorText={isTried && !/^\d{6}$/.test(value) ? words.codeForm : ''}>
      <Input
        value={value}
        inputMode="numeric"
        autoComplete="one-time-code"
        onChange={({ detail }) => onChange(changed(detail.value.trim()))}
      />
    </FormField>
  )
  return (
    <ColumnLayout columns={2}>
      {field(words.firstCode, first, code => [code, second])}
      {field(words.secondCode, second, code => [first, code])}
    </ColumnLayout>
  )
}
