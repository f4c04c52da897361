import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useWrite } from '../../api/read.ts'
import { readableDocument } from '../../policies-picker/policy-document.ts'
import { emptyDocument } from '../../policy-editor/model/edit.ts'
import { PolicyEditor } from '../../policy-editor/policy-editor.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { common } from '../../words/common.ts'
import { permissions as words } from '../../words/permissions.ts'
import { FormPage } from './form-page.tsx'
import { useInlinePolicies } from './given-policies.ts'
import { useInlineRoom } from './inline-room.ts'
import { changedKeys, type PolicyHolder } from './policy-holder.ts'

/** Creates an inline policy, or changes the one that `policy` names, whose document is `text`. */
export function InlinePolicyForm(props: {
  readonly holder: PolicyHolder
  readonly policy?: { readonly name: string; readonly text: string }
}) {
  const { holder, policy } = props
  const navigate = useNavigate()
  const flash = useFlash()
  const [text, setText] = useState(() => (policy ? readableDocument(policy.text) : emptyDocument))
  const [name, setName] = useState(policy?.name ?? '')
  const [isTried, setTried] = useState(false)
  const { items: names } = useInlinePolicies(holder)
  const room = useInlineRoom(holder, names, policy?.name)
  const nameFault = policy ? undefined : faultOf(name, names)
  const write = useWrite(() => holder.putInline(name, text), changedKeys(holder))
  const submit = () => {
    setTried(true)
    if (nameFault !== undefined) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.saved(name) })
        void navigate(holder.shownAt)
      },
    })
  }
  return (
    <FormPage
      submit={policy ? common.save : words.createPolicy}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      back={holder.shownAt}
    >
      {!policy && (
        <Container>
          <FormField
            label={words.policyName}
            constraintText={words.policyNameHint}
            errorText={isTried ? nameFault : undefined}
          >
            <Input value={name} autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </Container>
      )}
      <PolicyEditor text={text} onChange={setText} kind="identity" limit={room} />
    </FormPage>
  )
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
function faultOf(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return words.policyNameMissing
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) return words.policyNameForm
  return taken.includes(name) ? words.policyNameTaken : undefined
}
