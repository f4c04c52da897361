import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import Tabs from '@cloudscape-design/components/tabs'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { policyEditor as words } from '../words/policy-editor.ts'
import { FindingsList } from './findings/findings-list.tsx'
import { useFindings } from './findings/use-findings.ts'
import type { JsonJump } from './json/code-mirror.ts'
import { emptyDocument } from './model/edit.ts'
import { type EditorKind, editorKinds } from './model/kind.ts'
import './policy-editor.css'
import { SizeMeter } from './size-meter.tsx'
import { VisualEditor } from './visual/visual-editor.tsx'

/** CodeMirror is a chunk of its own: who stays in the visual tab never loads it. */
const JsonEditor = lazy(() => import('./json/json-editor.tsx'))

export interface PolicyEditorProps {
  /** The document, which is all the state the editor has: what is not in it is not in the policy. */
  readonly text: string
  readonly onChange: (text: string) => void
  readonly kind: EditorKind
  readonly readOnly?: boolean
  /** Characters without white space; absent: what AWS takes for the kind. */
  readonly limit?: number
  /** The text becomes a version of a managed policy, of which IAM asks a little more. */
  readonly managed?: boolean
  readonly startsWith?: EditorTab
  /** Buttons at the right of the tabs. */
  readonly actions?: ReactNode
}

export type EditorTab = 'visual' | 'json'

/**
 * A policy, statement by statement or as text, with what there is to say about it.
 *
 *     <PolicyEditor text={text} onChange={setText} kind="trust" />
 */
export function PolicyEditor(props: PolicyEditorProps) {
  const { text, onChange, kind, readOnly = false, managed = false, startsWith = 'visual' } = props
  const [tab, setTab] = useState<EditorTab>(startsWith)
  const [jump, setJump] = useState<JsonJump>()
  const checked = useFindings(text, kind, managed)
  // Nobody needs to be told that a policy not yet begun has nothing in it.
  const state = text === emptyDocument ? { ...checked, findings: [] } : checked
  const openJson = (offset: number) => {
    setTab('json')
    setJump(before => ({ offset, count: (before?.count ?? 0) + 1 }))
  }
  return (
    <div ref={keepEnter}>
      <SpaceBetween size="m">
        <Tabs
          ariaLabel={words.label}
          actions={props.actions}
          activeTabId={tab}
          onChange={({ detail }) => {
            setTab(detail.activeTabId as EditorTab)
            setJump(undefined)
          }}
          tabs={[
            {
              id: 'visual',
              label: words.visual,
              content: (
                <VisualEditor
                  text={text}
                  kind={kind}
                  readOnly={readOnly}
                  onChange={onChange}
                  onOpenJson={openJson}
                />
              ),
            },
            {
              id: 'json',
              label: words.json,
              content: (
                <Suspense
                  fallback={
                    <Box>
                      <Spinner /> {words.loading}
                    </Box>
                  }
                >
                  <JsonEditor
                    text={text}
                    kind={kind}
                    readOnly={readOnly}
                    findings={state.findings}
                    jump={jump}
                    onChange={onChange}
                  />
                </Suspense>
              ),
            },
          ]}
        />
        <SizeMeter text={text} limit={props.limit ?? editorKinds[kind].limit} />
        <FindingsList state={state} onJump={finding => openJson(finding.start)} />
      </SpaceBetween>
    </div>
  )
}

/** The editor may stand in a form: Enter in one of its fields is about that field, and does not send the form. */
function keepEnter(element: HTMLElement | null) {
  const keep = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
  }
  element?.addEventListener('keydown', keep)
  return () => element?.removeEventListener('keydown', keep)
}
