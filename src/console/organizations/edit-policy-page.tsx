import { UpdatePolicyCommand } from '@aws-sdk/client-organizations'
import { useNavigate, useSearchParams } from 'react-router'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { readableDocument } from '../policies-picker/policy-document.ts'
import { useFlash } from '../shell/flash.tsx'
import { Page } from '../shell/page.tsx'
import { controlPolicies as words } from '../words/organizations.ts'
import { organizationKey } from './organization-read.ts'
import { policiesPath, policyPath } from './organizations-paths.ts'
import { type EditedPolicy, PolicyForm } from './policy-form.tsx'
import { type ControlPolicy, usePolicy } from './policy-read.ts'

export default function EditPolicyPage() {
  const id = useSearchParams()[0].get('id') ?? ''
  const policy = usePolicy(id)
  const name = policy.data?.name ?? id
  return (
    <Page
      title={words.editTitle(name)}
      breadcrumbs={[
        { text: words.title, href: policiesPath },
        { text: name, href: policyPath(id) },
      ]}
    >
      <Readable read={policy}>{read => <EditPolicy policy={read} />}</Readable>
    </Page>
  )
}

function EditPolicy({ policy: { id, type, name, description, text } }: { readonly policy: ControlPolicy }) {
  const { organizations } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const update = useWrite(
    (policy: EditedPolicy) =>
      organizations.send(
        new UpdatePolicyCommand({
          PolicyId: id,
          Name: policy.name,
          Description: policy.description,
          Content: policy.text,
        }),
      ),
    [[organizationKey]],
  )
  return (
    <PolicyForm
      type={type}
      before={{ name, description, text: readableDocument(text) }}
      submit={words.save}
      isBusy={update.isPending}
      error={update.error}
      back={policyPath(id)}
      save={policy =>
        update.mutate(policy, {
          onSuccess: () => {
            flash({ type: 'success', topic: 'organization', content: words.updated(policy.name) })
            void navigate(policyPath(id))
          },
        })
      }
    />
  )
}
