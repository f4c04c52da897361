import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  type PolicyVersion,
} from '@aws-sdk/client-iam'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Wizard from '@cloudscape-design/components/wizard'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { Readable } from '../../notice/readable.tsx'
import { importStatements } from '../../policy-editor/model/edit.ts'
import { PolicyEditor } from '../../policy-editor/policy-editor.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { useFrame } from '../../shell/page.tsx'
import { instant } from '../../words/instant.ts'
import { policies as words } from '../../words/policies.ts'
import { DocumentChanges } from './document-changes.tsx'
import { documentFault } from './document-fault.ts'
import { ImportPolicy } from './import-policy.tsx'
import { PermissionsSummary } from './permissions-summary.tsx'
import {
  detailsPath,
  policiesPath,
  policyKey,
  useArn,
  usePolicy,
  useVersions,
  useVersionText,
} from './policy.ts'
import { wizardWords } from './wizard-words.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostVersions = 5

/** Changes a policy: what is saved is a new version. */
export default function EditPolicyPage() {
  const arn = useArn()
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  useFrame({
    title: words.editTitle(name),
    breadcrumbs: [
      { text: words.title, href: policiesPath },
      { text: name, href: detailsPath(arn) },
    ],
    contentType: 'wizard',
  })
  const policy = usePolicy(arn)
  const text = useVersionText(arn, policy.data?.DefaultVersionId)
  const versions = useVersions(arn)
  return (
    <Readable read={policy}>
      {() => (
        <Readable read={text}>
          {before => (
            <Readable read={versions}>
              {known => <EditWizard arn={arn} name={name} before={before} versions={known} />}
            </Readable>
          )}
        </Readable>
      )}
    </Readable>
  )
}

function EditWizard(props: {
  readonly arn: string
  readonly name: string
  readonly before: string
  readonly versions: readonly PolicyVersion[]
}) {
  const { arn, name, versions } = props
  const navigate = useNavigate()
  // What was there when editing began: another one who saves meanwhile does not change what is seen here.
  const [before] = useState(props.before)
  const [text, setText] = useState(before)
  const [step, setStep] = useState(0)
  const [isTried, setTried] = useState(false)
  const [asDefault, setAsDefault] = useState(true)
  const [chosen, setChosen] = useState<string>()
  const deletable = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion)
  const giving = versions.length < mostVersions ? undefined : (chosen ?? deletable.at(-1)?.VersionId)
  const save = useSave({ arn, name, text, asDefault, giving })
  const fault = text === before ? words.unchanged : documentFault(text)
  const turn = (to: number) => {
    setTried(true)
    if (to < step || fault === undefined) setStep(to)
  }
  return (
    <Wizard
      i18nStrings={wizardWords(words.save)}
      activeStepIndex={step}
      isLoadingNextStep={save.isPending}
      onNavigate={({ detail }) => turn(detail.requestedStepIndex)}
      onCancel={() => void navigate(detailsPath(arn))}
      onSubmit={() => save.mutate()}
      steps={[
        {
          title: words.specify,
          description: words.specifyDescription,
          ...(isTried && fault !== undefined && { errorText: fault }),
          content: (
            <PolicyEditor
              text={text}
              onChange={setText}
              kind="identity"
              managed
              actions={<ImportPolicy onImport={from => setText(importStatements(text, from))} />}
            />
          ),
        },
        {
          title: words.reviewChanges,
          description: words.reviewChangesDescription,
          content: (
            <Review before={before} text={text} error={save.error}>
              <Checkbox
                checked={asDefault}
                description={words.setAsDefaultHint}
                onChange={({ detail }) => setAsDefault(detail.checked)}
              >
                {words.setAsDefault}
              </Checkbox>
              {giving !== undefined && (
                <VersionToDelete versions={deletable} chosen={giving} onChoose={setChosen} />
              )}
            </Review>
          ),
        },
      ]}
    />
  )
}

function Review(props: {
  readonly before: string
  readonly text: string
  readonly error: unknown
  /** What is to be said of versions. */
  readonly children: ReactNode
}) {
  const { before, text, error, children } = props
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{words.changes}</Header>}>
        <DocumentChanges before={before} after={text} />
      </Container>
      <Container header={<Header variant="h2">{words.permissionsTitle}</Header>}>
        <PermissionsSummary text={text} />
      </Container>
      <Container header={<Header variant="h2">{words.versions}</Header>}>
        <SpaceBetween size="m">{children}</SpaceBetween>
      </Container>
      <FaultNotice error={error} />
    </SpaceBetween>
  )
}

function VersionToDelete(props: {
  readonly versions: readonly PolicyVersion[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
}) {
  const { versions, chosen, onChoose } = props
  const options = versions.map(({ VersionId = '', CreateDate }) => ({
    value: VersionId,
    label: words.versionName(VersionId),
    description: instant(CreateDate),
  }))
  return (
    <FormField label={words.versionToDelete} description={words.mustDelete}>
      <Select
        selectedOption={options.find(({ value }) => value === chosen) ?? null}
        options={options}
        onChange={({ detail }) =>
          detail.selectedOption.value !== undefined && onChoose(detail.selectedOption.value)
        }
      />
    </FormField>
  )
}

function useSave(version: {
  readonly arn: string
  readonly name: string
  readonly text: string
  readonly asDefault: boolean
  /** The version that makes room for the new one. */
  readonly giving: string | undefined
}) {
  const { arn, name, text, asDefault, giving } = version
  const { iam } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  return useWrite(async () => {
    if (giving !== undefined) {
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: giving }))
    }
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: text, SetAsDefault: asDefault }),
    )
    flash({ type: 'success', content: words.saved(name) })
    void navigate(detailsPath(arn))
  }, [policyKey(arn), ['policies']])
}
