import { CreatePolicyCommand } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import Wizard from '@cloudscape-design/components/wizard'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { emptyDocument, importStatements } from '../../policy-editor/model/edit.ts'
import { PolicyEditor } from '../../policy-editor/policy-editor.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import { type EditedTag, editedTags, TagsEditor, tagChanges } from '../../tags/tags-editor.tsx'
import { policies as words } from '../../words/policies.ts'
import { tagsWords } from '../../words/tags.ts'
import { documentFault } from './document-fault.ts'
import { ImportPolicy } from './import-policy.tsx'
import { PermissionsSummary } from './permissions-summary.tsx'
import { detailsPath, policiesPath } from './policy.ts'
import { wizardWords } from './wizard-words.ts'

interface NewPolicy {
  readonly name: string
  readonly description: string
  readonly tags: readonly EditedTag[]
  readonly areTagsValid: boolean
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
const nameText = /^[\w+=,.@-]{1,128}$/
const mostDescription = 1000
const specifyStep = 0
const reviewStep = 1

/** Say what the policy allows, then name and create it. */
export default function CreatePolicyPage() {
  useFrame({
    title: words.create,
    breadcrumbs: [{ text: words.title, href: policiesPath }],
    contentType: 'wizard',
  })
  const navigate = useNavigate()
  const [step, setStep] = useState(specifyStep)
  const [text, setText] = useState(emptyDocument)
  const [policy, setPolicy] = useState<NewPolicy>({
    name: '',
    description: '',
    tags: editedTags(),
    areTagsValid: true,
  })
  const [tried, setTried] = useState<ReadonlySet<number>>(new Set())
  const create = useCreate(text, policy)
  const fault = documentFault(text)
  const faults = faultsOf(policy)
  const turn = (to: number) => {
    setTried(new Set([...tried, step]))
    if (to < step || fault === undefined) setStep(to)
  }
  const submit = () => {
    setTried(new Set([...tried, reviewStep]))
    if (Object.keys(faults).length === 0 && fault === undefined) create.mutate()
  }
  return (
    <Wizard
      i18nStrings={wizardWords(words.create)}
      activeStepIndex={step}
      isLoadingNextStep={create.isPending}
      onNavigate={({ detail }) => turn(detail.requestedStepIndex)}
      onCancel={() => void navigate(policiesPath)}
      onSubmit={submit}
      steps={[
        {
          title: words.specify,
          description: words.specifyDescription,
          ...(tried.has(specifyStep) && fault !== undefined && { errorText: fault }),
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
          title: words.review,
          description: words.reviewDescription,
          content: (
            <Review
              text={text}
              policy={policy}
              faults={tried.has(reviewStep) ? faults : {}}
              error={create.error}
              onChange={setPolicy}
              onEdit={() => turn(specifyStep)}
            />
          ),
        },
      ]}
    />
  )
}

function useCreate(text: string, { name, description, tags }: NewPolicy) {
  const { iam } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  return useWrite(async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: name,
        PolicyDocument: text,
        ...(description !== '' && { Description: description }),
        Tags: tagChanges([], tags).put,
      }),
    )
    flash({
      type: 'success',
      content: words.createdFlash(name),
      action: <ViewPolicy arn={Policy?.Arn ?? ''} />,
    })
    void navigate(policiesPath)
  }, [['policies']])
}

function ViewPolicy({ arn }: { readonly arn: string }) {
  const follow = useFollow()
  return (
    <Button href={detailsPath(arn)} onFollow={follow}>
      {words.view}
    </Button>
  )
}

interface Faults {
  readonly name?: string
  readonly description?: string
  readonly tags?: string
}

function faultsOf({ name, description, areTagsValid }: NewPolicy): Faults {
  // Characters as IAM takes them: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
  const isDescribable = description.length <= mostDescription && /^[\t\n\r -~¡-ÿ]*$/.test(description)
  return {
    ...(!nameText.test(name) && { name: words.nameFault }),
    ...(!isDescribable && { description: words.descriptionFault }),
    ...(!areTagsValid && { tags: words.tagsFault }),
  }
}

function Review(props: {
  readonly text: string
  readonly policy: NewPolicy
  readonly faults: Faults
  readonly error: unknown
  readonly onChange: (policy: NewPolicy) => void
  readonly onEdit: () => void
}) {
  const { text, policy, faults, error, onChange, onEdit } = props
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{words.details}</Header>}>
        <SpaceBetween size="m">
          <FormField label={words.name} constraintText={words.nameHint} errorText={faults.name}>
            <Input
              value={policy.name}
              autoComplete={false}
              onChange={({ detail }) => onChange({ ...policy, name: detail.value })}
            />
          </FormField>
          <FormField
            label={
              <>
                {words.policyDescription} <i>– {words.optional}</i>
              </>
            }
            constraintText={words.descriptionHint}
            errorText={faults.description}
          >
            <Textarea
              value={policy.description}
              rows={2}
              onChange={({ detail }) => onChange({ ...policy, description: detail.value })}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description={words.permissionsDescription}
            actions={<Button onClick={onEdit}>{words.edit}</Button>}
          >
            {words.summaryTitle}
          </Header>
        }
      >
        <PermissionsSummary text={text} />
      </Container>
      <Container
        header={
          <Header variant="h2" description={tagsWords.empty}>
            {tagsWords.title}
          </Header>
        }
      >
        <FormField errorText={faults.tags} stretch>
          <TagsEditor
            tags={policy.tags}
            onChange={(tags, areTagsValid) => onChange({ ...policy, tags, areTagsValid })}
          />
        </FormField>
      </Container>
      <FaultNotice error={error} />
    </SpaceBetween>
  )
}
