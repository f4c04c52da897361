import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo, useState } from 'react'
import { lineAndColumn } from '../../../policy/json.ts'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { readVisual } from '../model/document.ts'
import { addStatement } from '../model/edit.ts'
import { type EditorKind, editorKinds } from '../model/kind.ts'
import type { StatementBlock } from '../model/statement.ts'
import { DraftPanel } from './draft-panel.tsx'
import { KeptPanel } from './kept-panel.tsx'
import { StatementPanel } from './statement-panel.tsx'

export interface VisualEditorProps {
  readonly text: string
  readonly kind: EditorKind
  readonly readOnly: boolean
  readonly onChange: (text: string) => void
  /** Opens the JSON tab, at an offset of the text. */
  readonly onOpenJson: (offset: number) => void
}

/**
 * The policy statement by statement. The text is all the state there is; beside it stand only new statements that have no
 * action yet, and which panel stands for which statement, so that panels keep what is unfolded in them.
 */
export function VisualEditor({ text, kind, readOnly, onChange, onOpenJson }: VisualEditorProps) {
  const document = useMemo(() => readVisual(text, kind), [text, kind])
  const panels = usePanels('blocks' in document ? document.blocks.length : 0, readOnly)
  if ('fault' in document) {
    const { code, offset } = document.fault
    return (
      <Alert
        type="warning"
        header={words.notShown}
        action={<Button onClick={() => onOpenJson(offset)}>{words.openJson}</Button>}
      >
        {words.notShownAt(code, lineAndColumn(text, offset).line)}
      </Alert>
    )
  }
  const { onlyActions, firstEffect } = editorKinds[kind]
  const add = () => {
    if (onlyActions === undefined) panels.addDraft()
    else onChange(addStatement(text, { Effect: firstEffect, Principal: {}, Action: 'sts:AssumeRole' }))
  }
  const panelOf = (block: StatementBlock) => {
    const common = { text, kind, readOnly, onChange, onRemoved: panels.remove, onCopied: panels.insertAfter }
    return block.shown ? (
      <StatementPanel
        key={panels.keys[block.index]}
        statement={block}
        isNew={panels.isNew(block.index)}
        {...common}
      />
    ) : (
      <KeptPanel key={panels.keys[block.index]} statement={block} onOpenJson={onOpenJson} {...common} />
    )
  }
  return (
    <SpaceBetween size="m">
      {document.blocks.map(panelOf)}
      {document.blocks.length === 0 && panels.drafts.length === 0 && (
        <Box color="text-body-secondary">{words.noStatements}</Box>
      )}
      {panels.drafts.map(key => (
        <DraftPanel
          key={key}
          kind={kind}
          text={text}
          canRemove={panels.drafts.length > 1 || document.blocks.length > 0}
          onRemove={() => panels.dropDraft(key)}
          onStarted={changed => {
            panels.startDraft(key)
            onChange(changed)
          }}
        />
      ))}
      {!readOnly && (
        <Button iconName="add-plus" onClick={add}>
          {onlyActions === undefined ? words.addPermissions : words.addStatement}
        </Button>
      )}
    </SpaceBetween>
  )
}

interface PanelKeys {
  readonly next: number
  /** Of the document's statements, in their order. */
  readonly keys: readonly number[]
  readonly drafts: readonly number[]
  /** Those that began as drafts here. */
  readonly begun: readonly number[]
}

/** An empty policy begins with one statement to fill in. */
function usePanels(count: number, readOnly: boolean) {
  const [state, setState] = useState<PanelKeys>(() => ({
    next: count + 1,
    keys: Array.from({ length: count }, (_, index) => index),
    drafts: count === 0 && !readOnly ? [count] : [],
    begun: [],
  }))
  const { next, drafts } = state
  // The text may have changed from outside: keys are made up for what came, and forgotten for what went.
  const keys = Array.from({ length: count }, (_, index) => state.keys[index] ?? -1 - index)
  return {
    keys,
    drafts,
    isNew: (index: number) => state.begun.includes(keys[index] ?? -1),
    remove: (index: number) => setState({ ...state, keys: keys.toSpliced(index, 1) }),
    insertAfter: (index: number) =>
      setState({ ...state, next: next + 1, keys: keys.toSpliced(index + 1, 0, next) }),
    addDraft: () => setState({ ...state, next: next + 1, drafts: [...drafts, next] }),
    dropDraft: (key: number) => setState({ ...state, drafts: drafts.filter(draft => draft !== key) }),
    /** The draft becomes the last statement, and keeps its panel's key. */
    startDraft: (key: number) =>
      setState({
        ...state,
        keys: [...keys, key],
        drafts: drafts.filter(draft => draft !== key),
        begun: [...state.begun, key],
      }),
  }
}
