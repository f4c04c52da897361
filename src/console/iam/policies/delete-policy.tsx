import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
  type Policy,
} from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import { type Clients, useClients } from '../../api/clients.ts'
import { DeleteDialog } from '../../deleting/delete-dialog.tsx'
import type { DeletingStep } from '../../deleting/deletion.ts'
import { useFlash } from '../../shell/flash.tsx'
import { PageLink } from '../../shell/link.tsx'
import { common } from '../../words/common.ts'
import { policies as words } from '../../words/policies.ts'
import { allEntities, detach } from './entities.ts'
import { detailsPath } from './policy.ts'

/** Deletes a policy of the account's own, detached first from whoever has it. */
export function DeletePolicy(props: {
  readonly policy: Policy
  readonly onDeleted: () => void
  readonly onDismiss: () => void
}) {
  const { policy, onDeleted, onDismiss } = props
  const { PolicyName: name = '', Arn: arn = '', PermissionsBoundaryUsageCount: bounded = 0 } = policy
  const { iam } = useClients()
  const flash = useFlash()
  // Taking a boundary away lets somebody do more: nothing that goes along with a deletion.
  if (bounded > 0) return <InUse name={name} arn={arn} bounded={bounded} onDismiss={onDismiss} />
  return (
    <DeleteDialog
      kind={words.kind}
      name={name}
      attached={() => attachedTo(iam, arn)}
      remove={() => iam.send(new DeletePolicyCommand({ PolicyArn: arn }))}
      onDeleted={() => {
        flash({ type: 'success', content: words.deleted(name) })
        onDismiss()
        onDeleted()
      }}
      onDismiss={onDismiss}
    />
  )
}

function InUse(props: {
  readonly name: string
  readonly arn: string
  readonly bounded: number
  readonly onDismiss: () => void
}) {
  const { name, arn, bounded, onDismiss } = props
  return (
    <Modal
      visible
      header={words.inUseTitle(name)}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onDismiss}>
            {common.close}
          </Button>
        </Box>
      }
    >
      <Alert type="warning">
        {words.inUse(bounded)} <PageLink to={detailsPath(arn, 'entities')}>{words.seeEntities}</PageLink>
      </Alert>
    </Modal>
  )
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
async function attachedTo(iam: Clients['iam'], PolicyArn: string): Promise<readonly DeletingStep[]> {
  const [entities, { Versions = [] }] = await Promise.all([
    allEntities(iam, PolicyArn, 'PermissionsPolicy'),
    iam.send(new ListPolicyVersionsCommand({ PolicyArn })),
  ])
  return [
    ...entities.map(entity => ({
      text: words.steps.detach(entity.kind, entity.name),
      run: () => detach(iam, PolicyArn, entity),
    })),
    ...Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).map(({ VersionId }) => ({
      text: words.steps.deleteVersion(VersionId ?? ''),
      run: () => iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })),
    })),
  ]
}
