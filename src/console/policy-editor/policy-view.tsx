import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { lazy, Suspense, useState } from 'react'
import { policyEditor as words } from '../words/policy-editor.ts'
import { FindingsList } from './findings/findings-list.tsx'
import { useFindings } from './findings/use-findings.ts'
import type { JsonJump } from './json/code-mirror.ts'
import type { EditorKind } from './model/kind.ts'
import './policy-editor.css'

const JsonEditor = lazy(() => import('./json/json-editor.tsx'))

/** A policy's text to be read, with the findings on it: `<PolicyView text={text} kind="identity" managed />`. */
export function PolicyView(props: {
  readonly text: string
  readonly kind: EditorKind
  readonly managed?: boolean
}) {
  const { text, kind, managed = false } = props
  const [jump, setJump] = useState<JsonJump>()
  const state = useFindings(text, kind, managed)
  return (
    <SpaceBetween size="m">
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
          readOnly
          findings={state.findings}
          jump={jump}
          onChange={() => {}}
        />
      </Suspense>
      <FindingsList
        state={state}
        onJump={({ start }) => setJump(before => ({ offset: start, count: (before?.count ?? 0) + 1 }))}
      />
    </SpaceBetween>
  )
}
