import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { parsePolicy } from '../../../policy/parse.ts'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { decodedDocument, readableDocument } from '../../policies-picker/policy-document.ts'
import { PolicyEditor } from '../../policy-editor/policy-editor.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { Page } from '../../shell/page.tsx'
import { roles as words } from '../../words/roles.ts'
import { FormPage } from '../permissions/form-page.tsx'
import { PolicyFaults } from './policy-faults.tsx'
import { roleCrumbs } from './role-crumbs.ts'
import { roleSectionPath } from './role-paths.ts'
import { useRole } from './role-read.ts'

export default function TrustPolicyPage() {
  const { name = '' } = useParams()
  const role = useRole(name)
  return (
    <Page title={words.editTrustTitle} description={words.editTrustHint(name)} breadcrumbs={roleCrumbs(name)}>
      <Readable read={role}>
        {({ AssumeRolePolicyDocument }) => (
          <TrustPolicyForm name={name} before={decodedDocument(AssumeRolePolicyDocument)} />
        )}
      </Readable>
    </Page>
  )
}

function TrustPolicyForm({ name, before }: { readonly name: string; readonly before: string }) {
  const { iam } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [text, setText] = useState(() => readableDocument(before))
  const [isTried, setTried] = useState(false)
  const back = roleSectionPath(name, 'trust_relationships')
  const write = useWrite(
    () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: text })),
    [['role', name], ['roles']],
  )
  const submit = () => {
    setTried(true)
    if ('faults' in parsePolicy(text, 'trust')) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.trustUpdated })
        void navigate(back)
      },
    })
  }
  return (
    <FormPage
      submit={words.updatePolicy}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      back={back}
    >
      <PolicyEditor text={text} onChange={setText} kind="trust" startsWith="json" />
      {isTried && <PolicyFaults text={text} kind="trust" />}
    </FormPage>
  )
}
