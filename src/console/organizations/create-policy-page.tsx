import { CreatePolicyCommand } from '@aws-sdk/client-organizations'
import { useNavigate, useSearchParams } from 'react-router'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { emptyDocument } from '../policy-editor/model/edit.ts'
import { useFlash } from '../shell/flash.tsx'
import { Page } from '../shell/page.tsx'
import { controlPolicies as words } from '../words/organizations.ts'
import { controlPolicyType } from './control-policy-type.ts'
import { organizationKey } from './organization-read.ts'
import { policiesOfTypePath, policiesPath, policyPath } from './organizations-paths.ts'
import { type EditedPolicy, PolicyForm } from './policy-form.tsx'

export default function CreatePolicyPage() {
  const type = controlPolicyType(useSearchParams()[0].get('type'))
  const { organizations } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const create = useWrite(
    ({ name, description, text }: EditedPolicy) =>
      organizations.send(
        new CreatePolicyCommand({ Type: type, Name: name, Description: description, Content: text }),
      ),
    [[organizationKey, 'policies']],
  )
  return (
    <Page
      title={words.createTitle(words.one[type])}
      breadcrumbs={[{ text: words.title, href: policiesPath }]}
    >
      <PolicyForm
        type={type}
        before={{ name: '', description: '', text: emptyDocument }}
        submit={words.create}
        isBusy={create.isPending}
        error={create.error}
        back={policiesOfTypePath(type)}
        save={policy =>
          create.mutate(policy, {
            onSuccess: ({ Policy }) => {
              flash({ type: 'success', topic: 'organization', content: words.created(policy.name) })
              void navigate(policyPath(Policy?.PolicySummary?.Id ?? ''))
            },
          })
        }
      />
    </Page>
  )
}
