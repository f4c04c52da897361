import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import type { EditorView } from '@codemirror/view'
import type { Severity } from '../../../policy/index.ts'
import { policyEditor as words } from '../../words/policy-editor.ts'
import type { EditorFinding } from '../findings/editor-finding.ts'

const severities: Readonly<Record<Severity, Diagnostic['severity']>> = {
  error: 'error',
  'security-warning': 'warning',
  warning: 'warning',
  suggestion: 'info',
}

/** Marks the findings at their places, in the line and beside it. */
export function showFindings(view: EditorView, text: string, findings: readonly EditorFinding[]): void {
  const { length } = view.state.doc
  const placeOf = (offset: number) => Math.min(editorOffset(text, offset), length)
  const diagnostics = findings.map(({ severity, title = words.refused, message, advice, start, end }) => ({
    from: placeOf(start),
    to: placeOf(Math.max(start, end)),
    severity: severities[severity],
    source: title,
    message: `${message}\n${advice}`,
  }))
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

/** The editor ends every line with one character: an offset of a text with Windows' line ends moves. */
export function editorOffset(text: string, offset: number): number {
  return withEditorLines(text.slice(0, offset)).length
}

export function withEditorLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
