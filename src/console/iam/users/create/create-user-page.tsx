import SpaceBetween from '@cloudscape-design/components/space-between'
import Wizard from '@cloudscape-design/components/wizard'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useClients } from '../../../api/clients.ts'
import { useWrite } from '../../../api/read.ts'
import { FaultNotice } from '../../../notice/fault-notice.tsx'
import { useFlash } from '../../../shell/flash.tsx'
import { useFrame } from '../../../shell/page.tsx'
import { createUser as words } from '../../../words/create-user.ts'
import { users } from '../../../words/users.ts'
import { Shortfalls } from '../../shortfalls.tsx'
import { userPath, usersPath } from '../user-paths.ts'
import { DetailsStep } from './details-step.tsx'
import { type Granted, useGranted } from './granted.ts'
import { type MadeUser, makeUser } from './make-user.ts'
import { PermissionsStep } from './permissions-step.tsx'
import { RetrievePassword } from './retrieve-password.tsx'
import { ReviewStep } from './review-step.tsx'
import { useUserDraft } from './user-draft.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_create.html */
export default function CreateUserPage() {
  const [made, setMade] = useState<MadeUser & { readonly password: string }>()
  const navigate = useNavigate()
  const tellMade = useTellMade()
  const onMade = ({ password, ...user }: MadeUser) => {
    if (password !== undefined) return setMade({ ...user, password })
    tellMade(user)
    void navigate(userPath(user.name))
  }
  return made ? <RetrievePassword {...made} /> : <CreateUserWizard onMade={onMade} />
}

function CreateUserWizard({ onMade }: { readonly onMade: (made: MadeUser) => void }) {
  useFrame({
    title: words.title,
    breadcrumbs: [{ text: users.title, href: usersPath }],
    contentType: 'wizard',
  })
  const { iam } = useClients()
  const navigate = useNavigate()
  const draft = useUserDraft()
  const { steps, details, permissions, tags } = draft
  const { step, isTried } = steps
  const granted = useGranted(permissions)
  const write = useWrite(
    (given: Granted) =>
      makeUser(iam, {
        name: details.name,
        password: details.hasConsoleAccess ? details.password : undefined,
        granted: given,
        tags: tags.tags,
      }),
    [['users'], ['group'], ['policies']],
  )
  const submit = () => {
    if (write.isPending || !steps.isComplete() || !granted.data) return
    write.mutate(granted.data, { onSuccess: onMade })
  }
  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={write.isPending}
      submitButtonText={words.submit}
      onNavigate={({ detail }) => steps.goTo(detail.requestedStepIndex)}
      onCancel={() => void navigate(usersPath)}
      onSubmit={submit}
      steps={[
        {
          title: words.steps.details,
          content: step === 0 && (
            <DetailsStep details={details} onChange={draft.changeDetails} isTried={isTried} />
          ),
        },
        {
          title: words.steps.permissions,
          content: step === 1 && (
            <PermissionsStep choice={permissions} onChange={draft.changePermissions} isTried={isTried} />
          ),
        },
        {
          title: words.steps.review,
          content: step === 2 && (
            <SpaceBetween size="l">
              <ReviewStep
                details={details}
                granted={granted}
                tags={tags}
                onTags={draft.setTags}
                onEdit={steps.goTo}
              />
              <FaultNotice error={write.error} />
            </SpaceBetween>
          ),
        },
      ]}
    />
  )
}

/** Says that the user is there, and what is missing. */
function useTellMade() {
  const flash = useFlash()
  return ({ name, shortfalls }: Pick<MadeUser, 'name' | 'shortfalls'>) => {
    if (shortfalls.length > 0) {
      flash({
        type: 'warning',
        header: words.incomplete(name),
        content: <Shortfalls shortfalls={shortfalls} />,
      })
    }
    flash({ type: 'success', content: words.created(name) })
  }
}
