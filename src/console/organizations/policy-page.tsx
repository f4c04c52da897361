import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Copyable } from '../copy/copyable.tsx'
import { Readable } from '../notice/readable.tsx'
import { readableDocument } from '../policies-picker/policy-document.ts'
import { PolicyEditor } from '../policy-editor/policy-editor.tsx'
import { useFollow } from '../shell/link.tsx'
import { Page } from '../shell/page.tsx'
import { common } from '../words/common.ts'
import { organizationsWords, controlPolicies as words } from '../words/organizations.ts'
import { grammars } from './control-policy-type.ts'
import { DeletePolicy } from './delete-policy.tsx'
import { editPolicyPath, policiesOfTypePath, policiesPath } from './organizations-paths.ts'
import { type ControlPolicy, usePolicy } from './policy-read.ts'
import { PolicyTargets } from './policy-targets.tsx'

export default function PolicyPage() {
  const id = useSearchParams()[0].get('id') ?? ''
  const policy = usePolicy(id)
  const { data } = policy
  return (
    <Page
      title={data?.name ?? id}
      breadcrumbs={[
        { text: words.title, href: policiesPath },
        ...(data ? [{ text: words.types[data.type], href: policiesOfTypePath(data.type) }] : []),
      ]}
      actions={data && !data.isAwsManaged && <PolicyActions policy={data} />}
    >
      <Readable read={policy}>
        {read => (
          <SpaceBetween size="l">
            <Summary policy={read} />
            <PolicyTargets policy={read} />
            <Container header={<Header variant="h2">{words.content}</Header>}>
              <PolicyEditor
                key={read.text}
                text={readableDocument(read.text)}
                onChange={() => {}}
                kind={grammars[read.type].editor}
                readOnly
                startsWith="json"
              />
            </Container>
          </SpaceBetween>
        )}
      </Readable>
    </Page>
  )
}

function Summary({ policy }: { readonly policy: ControlPolicy }) {
  return (
    <Container header={<Header variant="h2">{words.summary}</Header>}>
      <KeyValuePairs
        columns={2}
        minColumnWidth={250}
        items={[
          { label: words.type, value: words.types[policy.type] },
          { label: words.kind, value: policy.isAwsManaged ? words.awsManaged : words.customer },
          { label: words.description, value: policy.description || common.none },
          {
            label: organizationsWords.arn,
            value: <Copyable what={organizationsWords.arn} text={policy.arn} />,
          },
        ]}
      />
    </Container>
  )
}

function PolicyActions({ policy }: { readonly policy: ControlPolicy }) {
  const follow = useFollow()
  const [isDeleting, setDeleting] = useState(false)
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => setDeleting(true)}>{words.delete}</Button>
      <Button href={editPolicyPath(policy.id)} onFollow={follow}>
        {words.edit}
      </Button>
      {isDeleting && <DeletePolicy policy={policy} onDismiss={() => setDeleting(false)} />}
    </SpaceBetween>
  )
}
