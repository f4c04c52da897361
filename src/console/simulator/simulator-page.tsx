import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { emptyDocument } from '../policy-editor/model/edit.ts'
import { Page } from '../shell/page.tsx'
import { simulator as words } from '../words/simulator.ts'
import { ActionFields } from './action-fields.tsx'
import { ContextFields } from './context-fields.tsx'
import { isComplete, type Question, simulate } from './question.ts'
import { ResultsTable } from './results-table.tsx'
import { SourceFields } from './source-fields.tsx'

/** `?source=arn:aws:iam::…:role/Reader` begins with that role's policies. */
function firstQuestion(arn: string): Question {
  const kind = /:(user|group|role)\//.exec(arn)?.[1] as 'user' | 'group' | 'role' | undefined
  return {
    source: kind ?? 'user',
    entity: kind ? arn : '',
    policy: emptyDocument,
    actions: [],
    resources: '',
    resourcePolicy: '',
    context: [],
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html */
export default function SimulatorPage() {
  const [search] = useSearchParams()
  const clients = useClients()
  const [question, setQuestion] = useState(() => firstQuestion(search.get('source') ?? ''))
  const [isTried, setTried] = useState(false)
  const change = (changes: Partial<Question>) => setQuestion(now => ({ ...now, ...changes }))
  const run = useWrite(() => simulate(clients, question))
  return (
    <Page title={words.title} description={words.description}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          setTried(true)
          if (isComplete(question) && !run.isPending) run.mutate()
        }}
      >
        <SpaceBetween size="l">
          <SourceFields question={question} onChange={change} />
          <Container header={<Header variant="h2">{words.what}</Header>}>
            <SpaceBetween size="m">
              <ActionFields
                actions={question.actions}
                onChange={actions => change({ actions })}
                isTried={isTried}
              />
              <FormField label={words.resources} description={words.resourcesHint} stretch>
                <Textarea
                  rows={2}
                  spellcheck={false}
                  value={question.resources}
                  onChange={({ detail }) => change({ resources: detail.value })}
                />
              </FormField>
              <ExpandableSection headerText={words.resourcePolicy}>
                <FormField label={words.resourcePolicy} description={words.resourcePolicyHint} stretch>
                  <Textarea
                    rows={6}
                    spellcheck={false}
                    value={question.resourcePolicy}
                    onChange={({ detail }) => change({ resourcePolicy: detail.value })}
                  />
                </FormField>
              </ExpandableSection>
              <ExpandableSection headerText={words.context} headerDescription={words.contextHint}>
                <ContextFields question={question} onChange={context => change({ context })} />
              </ExpandableSection>
            </SpaceBetween>
          </Container>
          <FaultNotice error={run.error} />
          <Button variant="primary" loading={run.isPending}>
            {words.run}
          </Button>
        </SpaceBetween>
      </form>
      <SpaceBetween size="l">
        <div />
        <ResultsTable simulated={run.data} />
      </SpaceBetween>
    </Page>
  )
}
