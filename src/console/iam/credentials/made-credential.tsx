import Alert from '@cloudscape-design/components/alert'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { Copyable } from '../../copy/copyable.tsx'
import { Secret } from '../../copy/secret.tsx'
import { DownloadButton } from '../../download/download-button.tsx'
import { common } from '../../words/common.ts'

export interface MadeFact {
  readonly label: string
  readonly text: string
  readonly isSecret?: boolean
}

/** What is seen once and never again: to be copied, looked at, or kept as a file. */
export function MadeCredential(props: {
  readonly once: string
  readonly facts: readonly MadeFact[]
  readonly file: { readonly name: string; readonly text: string }
  readonly children?: ReactNode
}) {
  const { once, facts, file } = props
  return (
    <SpaceBetween size="l">
      <Alert type="warning">{once}</Alert>
      {props.children}
      <KeyValuePairs
        columns={1}
        items={facts.map(({ label, text, isSecret }) => ({
          label,
          value: isSecret ? <Secret what={label} text={text} /> : <Copyable what={label} text={text} />,
        }))}
      />
      <DownloadButton fileName={file.name} text={file.text}>
        {common.download}
      </DownloadButton>
    </SpaceBetween>
  )
}
