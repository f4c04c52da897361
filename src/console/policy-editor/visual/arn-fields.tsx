import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { type ArnValues, anything, faultOf, fieldsOf } from '../model/arn-format.ts'

/** A field for each part of the form, with a tick for "any". */
export function ArnFields(props: {
  readonly format: string
  readonly values: ArnValues
  readonly showFaults: boolean
  readonly onChange: (values: ArnValues) => void
}) {
  const { format, values, showFaults, onChange } = props
  return (
    <SpaceBetween size="s">
      {fieldsOf(format).map(({ name, label }) => {
        const value = values[name] ?? ''
        const isAny = value === anything
        const fault = faultOf(name, value)
        return (
          <div key={name} className="arn-field">
            <FormField
              stretch
              label={label}
              constraintText={words.fieldHints[name]}
              errorText={showFaults && fault ? words.fieldFaults[fault] : undefined}
            >
              <Input
                value={value}
                disabled={isAny}
                spellcheck={false}
                onChange={({ detail }) => onChange({ ...values, [name]: typedIn(name, detail.value) })}
              />
            </FormField>
            {/* Not within the field, whose label it would take for its own. */}
            <Checkbox
              checked={isAny}
              ariaLabel={words.anyField(label)}
              onChange={({ detail }) => onChange({ ...values, [name]: detail.checked ? anything : '' })}
            >
              {words.any}
            </Checkbox>
          </div>
        )
      })}
    </SpaceBetween>
  )
}

/** What is pasted into these often brings white space along; names of objects may have some of their own. */
const withoutSpaces: ReadonlySet<string> = new Set(['Account', 'AccountId', 'Region'])

function typedIn(name: string, value: string): string {
  return withoutSpaces.has(name) ? value.trim() : value
}
