import SpaceBetween from '@cloudscape-design/components/space-between'
import { CopyButton } from '../copy/copyable.tsx'
import './document-text.css'
import { readableDocument } from './policy-document.ts'

/** A policy's document or another text, to be read and copied. */
export function DocumentText(props: {
  readonly label: string
  readonly text: string
  /** A line above it. */
  readonly intro?: string
}) {
  const { label, text, intro } = props
  const readable = readableDocument(text)
  return (
    <SpaceBetween size="xs">
      <div className="document-text-head">
        <div>{intro}</div>
        <CopyButton what={label.toLowerCase()} text={readable} />
      </div>
      <section className="document-text" aria-label={label}>
        <pre>{readable}</pre>
      </section>
    </SpaceBetween>
  )
}
