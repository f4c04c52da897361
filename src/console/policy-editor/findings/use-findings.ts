import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { EditorKind } from '../model/kind.ts'
import type { EditorFinding } from './editor-finding.ts'

export interface FindingsState {
  readonly findings: readonly EditorFinding[]
  /** The findings are of an older text. */
  readonly isChecking: boolean
  readonly failed: boolean
}

/** Long enough that nothing is checked between two keys of somebody who types. */
const pauseMilliseconds = 300

/** What there is to say about the text, a moment after it last changed. */
export function useFindings(text: string, kind: EditorKind, managed: boolean): FindingsState {
  const queries = useQueryClient()
  const [state, setState] = useState<FindingsState>({ findings: [], isChecking: true, failed: false })
  useEffect(() => {
    let isCurrent = true
    setState(before => ({ ...before, isChecking: true }))
    const timer = setTimeout(async () => {
      const found = await import('./find.ts')
        .then(({ findIn }) => findIn(text, kind, managed, queries))
        .catch(() => undefined)
      if (isCurrent) setState({ findings: found ?? [], isChecking: false, failed: found === undefined })
    }, pauseMilliseconds)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [text, kind, managed, queries])
  return state
}
