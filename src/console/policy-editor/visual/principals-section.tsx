import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import type { EditorKind } from '../model/kind.ts'
import type { PrincipalRow } from '../model/statement.ts'
import { PrincipalDialog } from './principal-dialog.tsx'
import type { SectionProps } from './resources-section.tsx'
import { RowButtons } from './row-buttons.tsx'
import { Section } from './section.tsx'

/** Whom the statement is about. */
export function PrincipalsSection(
  props: SectionProps & { readonly onlyEveryone: boolean; readonly kind: EditorKind },
) {
  const { statement, readOnly, change, onlyEveryone, kind } = props
  const { principals } = statement
  const [edited, setEdited] = useState<{ readonly row?: PrincipalRow }>()
  const save = (row: PrincipalRow) => {
    const at = edited?.row === undefined ? -1 : principals.indexOf(edited.row)
    const named = principals.filter(other => other.type !== 'everyone')
    change.principals(at < 0 ? [...named, row] : principals.toSpliced(at, 1, row))
    setEdited(undefined)
  }
  return (
    <Section title={words.principals} hint={onlyEveryone ? words.everyoneOnly : words.principalsHint}>
      {principals.length === 0 && <Box color="text-status-warning">{words.noPrincipals}</Box>}
      {principals.length > 0 && (
        <ul className="policy-list">
          {distinct(principals).map(row => (
            <li key={`${row.type} ${row.value}`} className="policy-row">
              <span>
                <Box variant="span" color="text-body-secondary">
                  {words.principalTypes[row.type]}
                </Box>{' '}
                {row.type !== 'everyone' && <Box variant="code">{row.value}</Box>}
              </span>
              {!readOnly && !onlyEveryone && (
                <RowButtons
                  edit={words.editPrincipalLabel(row.value)}
                  remove={words.removePrincipal(row.value)}
                  onEdit={() => setEdited({ row })}
                  onRemove={() => change.principals(principals.filter(other => !isSame(other, row)))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && !onlyEveryone && (
        <Button formAction="none" onClick={() => setEdited({})}>
          {words.addPrincipal}
        </Button>
      )}
      {edited !== undefined && (
        <PrincipalDialog
          row={edited.row}
          kind={kind}
          others={principals.filter(other => other !== edited.row)}
          onSave={save}
          onCancel={() => setEdited(undefined)}
        />
      )}
    </Section>
  )
}

/** What is written twice is shown, and removed, once. */
function distinct(rows: readonly PrincipalRow[]): readonly PrincipalRow[] {
  return rows.filter((row, index) => rows.findIndex(other => isSame(other, row)) === index)
}

function isSame(left: PrincipalRow, right: PrincipalRow): boolean {
  return left.type === right.type && left.value === right.value
}
