import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs'
import { Copyable } from '../../copy/copyable.tsx'
import { providers as words } from '../../words/providers.ts'

export function ProviderSummary(props: {
  readonly arn: string
  readonly facts: readonly KeyValuePairsProps.Item[]
}) {
  return (
    <Container header={<Header variant="h2">{words.summary}</Header>}>
      <KeyValuePairs
        columns={2}
        items={[{ label: words.arn, value: <Copyable what={words.arn} text={props.arn} /> }, ...props.facts]}
      />
    </Container>
  )
}
