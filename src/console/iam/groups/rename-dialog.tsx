import { UpdateGroupCommand } from '@aws-sdk/client-iam'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { useFlash } from '../../shell/flash.tsx'
import { FormDialog } from '../../shell/form-dialog.tsx'
import { common } from '../../words/common.ts'
import { groups as words } from '../../words/groups.ts'
import { groupNameFault } from './group-name.ts'
import { groupPath } from './group-paths.ts'

export function RenameDialog({ name, onDismiss }: { readonly name: string; readonly onDismiss: () => void }) {
  const { iam } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [wanted, setWanted] = useState(name)
  const fault = groupNameFault(wanted)
  const write = useWrite(
    () => iam.send(new UpdateGroupCommand({ GroupName: name, NewGroupName: wanted })),
    [['groups'], ['user']],
  )
  const submit = () => {
    if (fault !== undefined) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.renamed(wanted) })
        onDismiss()
        void navigate(groupPath(wanted), { replace: true })
      },
    })
  }
  return (
    <FormDialog
      title={words.renameTitle(name)}
      submit={common.save}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
    >
      <FormField
        label={words.name}
        description={words.renameHint}
        constraintText={words.nameHint}
        errorText={fault}
      >
        <Input value={wanted} autoComplete={false} onChange={({ detail }) => setWanted(detail.value)} />
      </FormField>
    </FormDialog>
  )
}
