import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  type Policy,
  type User,
} from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { type Clients, useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { PoliciesPicker } from '../../policies-picker/policies-picker.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { Page } from '../../shell/page.tsx'
import { groups as words } from '../../words/groups.ts'
import { FormPage } from '../permissions/form-page.tsx'
import { Shortfalls, withShortfalls } from '../shortfalls.tsx'
import { UsersPicker } from '../users/users-picker.tsx'
import { groupNameFault } from './group-name.ts'
import { groupPath, groupsPath } from './group-paths.ts'

interface WantedGroup {
  readonly name: string
  readonly users: readonly User[]
  readonly policies: readonly Policy[]
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_create.html */
export default function CreateGroupPage() {
  const { iam } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [wanted, setWanted] = useState<WantedGroup>({ name: '', users: [], policies: [] })
  const change = (changed: Partial<WantedGroup>) => setWanted(before => ({ ...before, ...changed }))
  const [isTried, setTried] = useState(false)
  const { name } = wanted
  const fault = groupNameFault(name)
  const write = useWrite(() => makeGroup(iam, wanted), [['groups'], ['policies'], ['user']])
  const submit = () => {
    setTried(true)
    if (fault !== undefined) return
    write.mutate(undefined, {
      onSuccess: shortfalls => {
        if (shortfalls.length > 0) {
          flash({
            type: 'warning',
            header: words.incomplete(name),
            content: <Shortfalls shortfalls={shortfalls} />,
          })
        }
        flash({ type: 'success', content: words.wasCreated(name) })
        void navigate(groupPath(name))
      },
    })
  }
  return (
    <Page title={words.createTitle} breadcrumbs={[{ text: words.title, href: groupsPath }]}>
      <FormPage
        submit={words.create}
        onSubmit={submit}
        isBusy={write.isPending}
        error={write.error}
        back={groupsPath}
      >
        <Container header={<Header variant="h2">{words.nameOf}</Header>}>
          <FormField label={words.name} constraintText={words.nameHint} errorText={isTried ? fault : ''}>
            <Input
              value={name}
              autoComplete={false}
              onChange={({ detail }) => change({ name: detail.value })}
            />
          </FormField>
        </Container>
        <UsersPicker title={words.usersOf} selected={wanted.users} onSelect={users => change({ users })} />
        <PoliciesPicker
          title={words.policiesOf}
          description={words.policiesHint}
          selected={wanted.policies}
          onSelect={policies => change({ policies })}
        />
      </FormPage>
    </Page>
  )
}

/** Fails when there is no group in the end; what could not be done with the group that there is, it tells. */
async function makeGroup(iam: Clients['iam'], wanted: WantedGroup): Promise<readonly string[]> {
  const { name: GroupName, users, policies } = wanted
  await iam.send(new CreateGroupCommand({ GroupName }))
  return [
    ...(await withShortfalls(
      users,
      ({ UserName }) => iam.send(new AddUserToGroupCommand({ GroupName, UserName })),
      ({ UserName = '' }, message) => words.userNotAdded(UserName, message),
    )),
    ...(await withShortfalls(
      policies,
      ({ Arn }) => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: Arn })),
      ({ PolicyName = '' }, message) => words.notAttached(PolicyName, message),
    )),
  ]
}
