import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Wizard from '@cloudscape-design/components/wizard'
import { useNavigate } from 'react-router'
import { useClients } from '../../../api/clients.ts'
import { useWrite } from '../../../api/read.ts'
import { Copyable } from '../../../copy/copyable.tsx'
import { FaultNotice } from '../../../notice/fault-notice.tsx'
import { useSession } from '../../../session/session.tsx'
import { useFlash } from '../../../shell/flash.tsx'
import { useFrame } from '../../../shell/page.tsx'
import { createRole as words } from '../../../words/create-role.ts'
import { roles } from '../../../words/roles.ts'
import { Shortfalls } from '../../shortfalls.tsx'
import { rolePath, rolesPath, switchRoleLink } from '../role-paths.ts'
import { isSwitchable } from '../trusted-entity-words.ts'
import { type MadeRole, makeRole } from './make-role.ts'
import { PermissionsStep } from './permissions-step.tsx'
import { ReviewStep } from './review-step.tsx'
import { useRoleDraft } from './role-draft.ts'
import { TrustedEntityStep } from './trusted-entity-step.tsx'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html */
export default function CreateRolePage() {
  useFrame({
    title: words.title,
    breadcrumbs: [{ text: roles.title, href: rolesPath }],
    contentType: 'wizard',
  })
  const { iam } = useClients()
  const navigate = useNavigate()
  const draft = useRoleDraft()
  const { steps } = draft
  const tellMade = useTellMade()
  const write = useWrite(() => makeRole(iam, draft.wanted), [['roles'], ['policies']])
  const submit = () => {
    if (write.isPending || !steps.isComplete()) return
    write.mutate(undefined, {
      onSuccess: made => {
        tellMade(made, draft.wanted.trustPolicy)
        void navigate(rolePath(made.role.RoleName ?? ''))
      },
      onError: draft.showRefusal,
    })
  }
  const { step, isTried } = steps
  const error = draft.isShown(write.error) ? null : write.error
  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={write.isPending}
      submitButtonText={words.submit}
      onNavigate={({ detail }) => steps.goTo(detail.requestedStepIndex)}
      onCancel={() => void navigate(rolesPath)}
      onSubmit={submit}
      steps={[
        {
          title: words.steps.trust,
          content: step === 0 && (
            <TrustedEntityStep
              choice={draft.trust}
              onChange={draft.changeTrust}
              faults={draft.trustFaults}
              isTried={isTried}
            />
          ),
        },
        {
          title: words.steps.permissions,
          content: step === 1 && (
            <PermissionsStep
              choice={draft.permissions}
              onChange={draft.changePermissions}
              isTried={isTried}
            />
          ),
        },
        {
          title: words.steps.review,
          content: step === 2 && (
            <SpaceBetween size="l">
              <ReviewStep
                details={draft.details}
                onChange={draft.changeDetails}
                trustPolicy={draft.wanted.trustPolicy}
                permissions={draft.permissions}
                faults={draft.detailsFaults}
                onEdit={steps.goTo}
              />
              <FaultNotice error={error} />
            </SpaceBetween>
          ),
        },
      ]}
    />
  )
}

/** Says that the role is there, what is missing, and what its users need to come in. */
function useTellMade() {
  const flash = useFlash()
  const { account } = useSession().inForce
  return ({ role, shortfalls }: MadeRole, trustPolicy: string) => {
    const { RoleName = '' } = role
    const link = switchRoleLink(role, account)
    if (shortfalls.length > 0) {
      flash({
        type: 'warning',
        header: words.incomplete(RoleName),
        content: <Shortfalls shortfalls={shortfalls} />,
      })
    }
    flash({
      type: 'success',
      header: words.created(RoleName),
      ...(isSwitchable(trustPolicy) && {
        content: (
          <Box color="inherit">
            {words.giveLink} <Copyable what={roles.switchLinkName} text={link} />
          </Box>
        ),
      }),
    })
  }
}
