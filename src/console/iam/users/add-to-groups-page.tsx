import { AddUserToGroupCommand, type Group } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import { useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { useFlash } from '../../shell/flash.tsx'
import { Page } from '../../shell/page.tsx'
import { users } from '../../words/users.ts'
import { GroupsPicker } from '../groups/groups-picker.tsx'
import { FormPage } from '../permissions/form-page.tsx'
import { useUserGroups } from './user-groups.ts'
import { userCrumbs, userSectionPath } from './user-paths.ts'

const { memberships: words } = users

export default function AddToGroupsPage() {
  const { name = '' } = useParams()
  const { iam } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const { data, isPending } = useUserGroups(name)
  const joined = useMemo(() => new Set(data?.map(({ GroupName = '' }) => GroupName)), [data])
  const [selected, setSelected] = useState<readonly Group[]>([])
  const [isTried, setTried] = useState(false)
  const back = userSectionPath(name, 'groups')
  const write = useWrite(async () => {
    for (const { GroupName } of selected) {
      await iam.send(new AddUserToGroupCommand({ GroupName, UserName: name }))
    }
  }, [['user', name], ['group']])
  const submit = () => {
    setTried(true)
    if (selected.length === 0) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.added(name, selected.length) })
        void navigate(back)
      },
    })
  }
  return (
    <Page title={words.addTitle(name)} breadcrumbs={userCrumbs(name)}>
      <FormPage submit={words.add} onSubmit={submit} isBusy={write.isPending} error={write.error} back={back}>
        <GroupsPicker selected={selected} onSelect={setSelected} without={{ keys: joined, isPending }} />
        {isTried && selected.length === 0 && <Alert type="error">{words.addNothing}</Alert>}
      </FormPage>
    </Page>
  )
}
