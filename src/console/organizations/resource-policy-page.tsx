import { PutResourcePolicyCommand } from '@aws-sdk/client-organizations'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { parsePolicy } from '../../policy/parse.ts'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { FormPage } from '../iam/permissions/form-page.tsx'
import { PolicyFaults } from '../iam/roles/policy-faults.tsx'
import { Readable } from '../notice/readable.tsx'
import { readableDocument } from '../policies-picker/policy-document.ts'
import { emptyDocument } from '../policy-editor/model/edit.ts'
import { PolicyEditor } from '../policy-editor/policy-editor.tsx'
import { useFlash } from '../shell/flash.tsx'
import { Page } from '../shell/page.tsx'
import { organizationSettings, resourcePolicy as words } from '../words/organization-settings.ts'
import { settingsPath } from './organizations-paths.ts'
import { mostCharacters, resourcePolicyKey, useResourcePolicy } from './resource-policy-read.ts'

export default function ResourcePolicyPage() {
  const policy = useResourcePolicy({ isFresh: true })
  return (
    <Page
      title={words.edit}
      description={words.hint}
      breadcrumbs={[{ text: organizationSettings.title, href: settingsPath }]}
    >
      <Readable read={policy}>{before => <PolicyForm before={before} />}</Readable>
    </Page>
  )
}

function PolicyForm({ before }: { readonly before: string }) {
  const { organizations } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [text, setText] = useState(() => (before === '' ? emptyDocument : readableDocument(before)))
  const [isTried, setTried] = useState(false)
  const write = useWrite(
    () => organizations.send(new PutResourcePolicyCommand({ Content: text })),
    [resourcePolicyKey],
  )
  const submit = () => {
    setTried(true)
    if ('faults' in parsePolicy(text, 'resource')) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', topic: 'organization', content: words.updated })
        void navigate(settingsPath)
      },
    })
  }
  return (
    <FormPage
      submit={words.save}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      back={settingsPath}
    >
      <PolicyEditor text={text} onChange={setText} kind="resource" limit={mostCharacters} startsWith="json" />
      {isTried && <PolicyFaults text={text} kind="resource" />}
    </FormPage>
  )
}
