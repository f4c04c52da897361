import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { parsePolicy } from '../../policy/parse.ts'
import { FormPage } from '../iam/permissions/form-page.tsx'
import { PolicyFaults } from '../iam/roles/policy-faults.tsx'
import { PolicyEditor } from '../policy-editor/policy-editor.tsx'
import { controlPolicies as words } from '../words/organizations.ts'
import { type ControlPolicyType, grammars } from './control-policy-type.ts'

export interface EditedPolicy {
  readonly name: string
  readonly description: string
  readonly text: string
}

/** Name, description and text of a control policy, new or changed. */
export function PolicyForm(props: {
  readonly type: ControlPolicyType
  readonly before: EditedPolicy
  readonly submit: string
  readonly save: (policy: EditedPolicy) => void
  readonly isBusy: boolean
  readonly error: unknown
  readonly back: string
}) {
  const { type, before, save, ...form } = props
  const [policy, setPolicy] = useState(before)
  const [isTried, setTried] = useState(false)
  const { name, description, text } = policy
  const grammar = grammars[type]
  const submit = () => {
    setTried(true)
    if (name.trim() === '' || 'faults' in parsePolicy(text, grammar.policy)) return
    save(policy)
  }
  return (
    <FormPage {...form} onSubmit={submit}>
      <Container>
        <SpaceBetween size="l">
          <FormField label={words.name} errorText={isTried && name.trim() === '' ? words.nameFault : ''}>
            <Input
              value={name}
              autoComplete={false}
              onChange={({ detail }) => setPolicy({ ...policy, name: detail.value })}
            />
          </FormField>
          <FormField label={words.description}>
            <Input
              value={description}
              autoComplete={false}
              onChange={({ detail }) => setPolicy({ ...policy, description: detail.value })}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <PolicyEditor
        text={text}
        onChange={changed => setPolicy({ ...policy, text: changed })}
        kind={grammar.editor}
      />
      {isTried && <PolicyFaults text={text} kind={grammar.policy} />}
    </FormPage>
  )
}
