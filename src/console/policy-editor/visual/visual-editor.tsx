import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { lineAndColumn } from '../../../policy/json.ts'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { addStatement } from '../model/edit.ts'
import { type EditorKind, editorKinds } from '../model/kind.ts'
import type { StatementBlock } from '../model/statement.ts'
import { DraftPanel } from './draft-panel.tsx'
import { KeptPanel } from './kept-panel.tsx'
import { usePanels } from './panels.ts'
import { StatementPanel } from './statement-panel.tsx'
import { useDocument } from './use-document.ts'

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
 * action yet, and which panel stands for which statement.
 */
export function VisualEditor({ text, kind, readOnly, onChange, onOpenJson }: VisualEditorProps) {
  const { document, edit } = useDocument(text, kind, onChange)
  const { onlyActions, firstEffect } = editorKinds[kind]
  const startsWithDraft = !readOnly && onlyActions === undefined
  const panels = usePanels('blocks' in document ? document.blocks.length : 0, startsWithDraft)
  if ('fault' in document) {
    const { code, offset } = document.fault
    return (
      <Alert
        type="warning"
        header={words.notShown}
        action={
          <Button formAction="none" onClick={() => onOpenJson(offset)}>
            {words.openJson}
          </Button>
        }
      >
        {words.notShownAt(code, lineAndColumn(text, offset).line)}
      </Alert>
    )
  }
  const add = () => {
    if (onlyActions === undefined) panels.addDraft()
    else edit(now => addStatement(now, { Effect: firstEffect, Principal: {}, Action: 'sts:AssumeRole' }))
  }
  const panelOf = (block: StatementBlock) => {
    const common = { kind, readOnly, edit, onRemoved: panels.removed, onCopied: panels.copied }
    const key = panels.keys[block.index]
    return block.shown ? (
      <StatementPanel key={key} statement={block} isNew={panels.isNew(block.index)} {...common} />
    ) : (
      <KeptPanel key={key} statement={block} onOpenJson={onOpenJson} {...common} />
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
          canRemove={panels.drafts.length > 1 || document.blocks.length > 0}
          onRemove={() => panels.dropDraft(key)}
          onStart={elements => {
            panels.startDraft(key)
            edit(now => addStatement(now, elements))
          }}
        />
      ))}
      {!readOnly && (
        <Button formAction="none" iconName="add-plus" onClick={add}>
          {onlyActions === undefined ? words.addPermissions : words.addStatement}
        </Button>
      )}
    </SpaceBetween>
  )
}
