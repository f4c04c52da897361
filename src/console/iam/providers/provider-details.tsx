import type { GetSAMLProviderResponse } from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import type { Read } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { Readable } from '../../notice/readable.tsx'
import { instant } from '../../words/instant.ts'
import { providers as words } from '../../words/providers.ts'
import { TagsTab } from '../tags/tags-tab.tsx'
import { useTaggedProvider } from './tagged-provider.ts'

/** What the page hands on to the provider of either type. */
export interface ProviderProps {
  readonly arn: string
  readonly onFault: (error: Error) => ReactNode
}

/** What providers of both types have: a summary above everything, tags below. */
export function ProviderDetails<Provider extends Pick<GetSAMLProviderResponse, 'CreateDate'>>(
  props: ProviderProps & {
    readonly read: Read<Provider>
    readonly facts?: (provider: Provider) => readonly KeyValuePairsProps.Item[]
    readonly children: (provider: Provider) => ReactNode
  },
) {
  const { arn, read, onFault, facts, children } = props
  const tagged = useTaggedProvider(arn)
  return (
    <Readable read={read} onFault={onFault}>
      {provider => (
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{words.summary}</Header>}>
            <KeyValuePairs
              columns={2}
              minColumnWidth={250}
              items={[
                { label: words.arn, value: <Copyable what={words.arn} text={arn} /> },
                { label: words.created, value: instant(provider.CreateDate) },
                ...(facts?.(provider) ?? []),
              ]}
            />
          </Container>
          {children(provider)}
          <TagsTab tagged={tagged} />
        </SpaceBetween>
      )}
    </Readable>
  )
}
