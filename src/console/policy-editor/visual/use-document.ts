import { useCallback, useMemo, useRef } from 'react'
import { readVisual, type VisualDocument } from '../model/document.ts'
import type { EditorKind } from '../model/kind.ts'
import type { StatementBlock } from '../model/statement.ts'

/** Changes the text as it is when the change is made. */
export type Edit = (change: (text: string) => string) => void

/**
 * The text read for the visual tab. Statements that a change did not touch stay the same objects, so that their panels need
 * not be drawn anew: there may be dozens.
 */
export function useDocument(
  text: string,
  kind: EditorKind,
  onChange: (text: string) => void,
): { readonly document: VisualDocument; readonly edit: Edit } {
  const before = useRef<readonly StatementBlock[]>([])
  const document = useMemo(() => {
    const read = readVisual(text, kind)
    if ('fault' in read) return read
    const blocks = read.blocks.map((block, index) => {
      const known = before.current[index]
      return known !== undefined && JSON.stringify(known) === JSON.stringify(block) ? known : block
    })
    before.current = blocks
    return { blocks }
  }, [text, kind])
  const latest = useRef({ text, onChange })
  latest.current = { text, onChange }
  const edit = useCallback<Edit>(change => latest.current.onChange(change(latest.current.text)), [])
  return { document, edit }
}
