import { AddUserToGroupCommand, type User } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import { useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { useFlash } from '../../shell/flash.tsx'
import { Page } from '../../shell/page.tsx'
import { groups } from '../../words/groups.ts'
import { FormPage } from '../permissions/form-page.tsx'
import { UsersPicker } from '../users/users-picker.tsx'
import { groupCrumbs, groupPath } from './group-paths.ts'
import { useMembers } from './group-read.ts'

const { members: words } = groups

export default function AddUsersPage() {
  const { name = '' } = useParams()
  const { iam } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const { items, isPending } = useMembers(name)
  const members = useMemo(() => new Set(items.map(({ UserName = '' }) => UserName)), [items])
  const [selected, setSelected] = useState<readonly User[]>([])
  const [isTried, setTried] = useState(false)
  const back = groupPath(name)
  const write = useWrite(async () => {
    for (const { UserName } of selected) {
      await iam.send(new AddUserToGroupCommand({ GroupName: name, UserName }))
    }
  }, [['group', name], ['user']])
  const submit = () => {
    setTried(true)
    if (selected.length === 0) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.added(selected.length) })
        void navigate(back)
      },
    })
  }
  return (
    <Page title={words.addTitle(name)} breadcrumbs={groupCrumbs(name)}>
      <FormPage submit={words.add} onSubmit={submit} isBusy={write.isPending} error={write.error} back={back}>
        <UsersPicker
          title={words.others}
          selected={selected}
          onSelect={setSelected}
          without={{ keys: members, isPending }}
        />
        {isTried && selected.length === 0 && <Alert type="error">{words.addNothing}</Alert>}
      </FormPage>
    </Page>
  )
}
