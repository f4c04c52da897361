import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { CopyButton } from '../copy/copyable.tsx'
import './document-text.css'
import { readableDocument } from './policy-document.ts'

/** A policy's document, to be read and copied. */
export function DocumentText({ label, text }: { readonly label: string; readonly text: string }) {
  const readable = readableDocument(text)
  return (
    <SpaceBetween size="xs">
      <Box float="right">
        <CopyButton what={label.toLowerCase()} text={readable} />
      </Box>
      <section className="document-text" aria-label={label}>
        <pre>{readable}</pre>
      </section>
    </SpaceBetween>
  )
}
