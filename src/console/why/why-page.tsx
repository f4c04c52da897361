import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { RequestDecisions } from '../decision/request-decisions.tsx'
import { Page } from '../shell/page.tsx'
import { why as words } from '../words/why.ts'

/** A decision by its request's id, which stands in the address: a link to it is an explanation. */
export default function WhyPage() {
  const [parameters, setParameters] = useSearchParams()
  const asked = parameters.get('id') ?? ''
  return (
    <Page title={words.title} description={words.description}>
      <SpaceBetween size="l">
        <Container>
          <Question key={asked} asked={asked} onAsk={id => setParameters({ id })} />
        </Container>
        <Container>
          {asked === '' ? (
            <Box color="text-body-secondary">{words.first}</Box>
          ) : (
            <RequestDecisions requestId={asked} unknown={<Unknown />} />
          )}
        </Container>
      </SpaceBetween>
    </Page>
  )
}

function Unknown() {
  return (
    <>
      <Box variant="h2">{words.unknownTitle}</Box>
      {words.unknown}
    </>
  )
}

function Question({ asked, onAsk }: { readonly asked: string; readonly onAsk: (id: string) => void }) {
  const [id, setId] = useState(asked)
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (id.trim() !== '') onAsk(id.trim())
      }}
    >
      <SpaceBetween size="s">
        <FormField label={words.label} description={words.hint} stretch>
          <Input value={id} spellcheck={false} autoFocus onChange={({ detail }) => setId(detail.value)} />
        </FormField>
        <Button variant="primary" formAction="submit" disabled={id.trim() === ''}>
          {words.ask}
        </Button>
      </SpaceBetween>
    </form>
  )
}
