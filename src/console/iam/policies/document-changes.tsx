import Box from '@cloudscape-design/components/box'
import { useMemo } from 'react'
import { readableDocument } from '../../policies-picker/policy-document.ts'
import { policies as words } from '../../words/policies.ts'
import './document-changes.css'
import { type DiffLine, diffLines } from './line-diff.ts'

const signs: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', removed: '-', added: '+' }

/** What makes one document of the other, line by line. */
export function DocumentChanges({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => diffLines(readableDocument(before), readableDocument(after)), [before, after])
  if (lines.every(({ kind }) => kind === 'same')) {
    return <Box color="text-body-secondary">{words.noChanges}</Box>
  }
  return (
    <section className="document-changes" aria-label={words.changes}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by the keyboard */}
      <pre tabIndex={0}>
        {lines.map(({ kind, text, before: old, after: now }) => (
          <span key={`${old ?? ''} ${now ?? ''}`} className={kind}>
            <span aria-hidden="true">{signs[kind]} </span>
            {kind !== 'same' && (
              <span className="spoken">{kind === 'removed' ? words.lineRemoved : words.lineAdded} </span>
            )}
            {`${text}\n`}
          </span>
        ))}
      </pre>
    </section>
  )
}
