import { Annotation, EditorState, type Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { EditorFinding } from '../findings/editor-finding.ts'
import type { EditorKind } from '../model/kind.ts'
import { completionsOf } from './completions.ts'
import { editorOffset, showFindings, withEditorLines } from './diagnostics.ts'
import { policyExtensions } from './extensions.ts'

/** Where the cursor shall go; `count` tells one wish from the next. */
export interface JsonJump {
  readonly offset: number
  readonly count: number
}

export interface JsonEditorProps {
  readonly text: string
  readonly kind: EditorKind
  readonly readOnly: boolean
  readonly findings: readonly EditorFinding[]
  readonly jump: JsonJump | undefined
  readonly onChange: (text: string) => void
}

const fromPage = Annotation.define<boolean>()
const isFromPage = (transaction: Transaction) => transaction.annotation(fromPage) === true

/** CodeMirror in the element of the reference given back. The text of the page and that of the editor follow each other. */
export function useCodeMirror(props: JsonEditorProps) {
  const { text, kind, readOnly, findings, jump, onChange } = props
  const queries = useQueryClient()
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  const changed = useRef(onChange)
  changed.current = onChange
  const firstText = useRef(text)
  const shownText = useRef(text)
  shownText.current = text

  useEffect(() => {
    if (place.current === null) return
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: firstText.current,
        extensions: [
          policyExtensions(readOnly),
          readOnly ? [] : completionsOf(kind, queries),
          EditorView.updateListener.of(update => {
            if (update.docChanged && !update.transactions.some(isFromPage))
              changed.current(update.state.doc.toString())
          }),
        ],
      }),
    })
    editor.current = view
    return () => {
      editor.current = null
      firstText.current = view.state.doc.toString()
      view.destroy()
    }
  }, [kind, readOnly, queries])

  useEffect(() => {
    const view = editor.current
    if (view === null || view.state.doc.toString() === withEditorLines(text)) return
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      annotations: fromPage.of(true),
    })
  }, [text])

  useEffect(() => {
    // While somebody types the findings are those of an older text; the marks move along until they are new.
    if (editor.current !== null) showFindings(editor.current, shownText.current, findings)
  }, [findings])

  useEffect(() => {
    const view = editor.current
    if (view === null || jump === undefined) return
    const anchor = Math.min(editorOffset(shownText.current, jump.offset), view.state.doc.length)
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
    view.focus()
  }, [jump])

  return place
}
