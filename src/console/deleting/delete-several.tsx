import type { QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useKeptReads } from '../api/read.ts'
import { useFlash } from '../shell/flash.tsx'
import { deletingWords } from '../words/deleting.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import type { DeletingStep } from './deletion.ts'

/** Deletes one thing or several of a kind, each with what is attached to it. */
export function DeleteSeveral(props: {
  readonly names: readonly string[]
  /** Both lower case. */
  readonly words: {
    readonly kind: string
    readonly plural: string
    readonly deleted: (name: string) => string
    readonly deletedMany: (count: number) => string
  }
  readonly attachedTo: (name: string) => Promise<readonly DeletingStep[]>
  readonly remove: (name: string) => Promise<unknown>
  /** Lists that have changed then. */
  readonly changes: readonly QueryKey[]
  /** What was read of it. */
  readonly keyOf: (name: string) => QueryKey
  readonly children?: ReactNode
  readonly onDeleted: () => void
  readonly onDismiss: () => void
}) {
  const { names, words, attachedTo, remove, changes, keyOf, onDeleted, onDismiss } = props
  const { forget, readAgain } = useKeptReads()
  const flash = useFlash()
  const [first = ''] = names
  const isOne = names.length === 1
  return (
    <DeleteDialog
      kind={isOne ? words.kind : words.plural}
      name={names.join(', ')}
      title={
        isOne ? deletingWords.title(words.kind, first) : deletingWords.titleMany(words.plural, names.length)
      }
      confirmation={isOne ? first : deletingWords.word}
      attached={async () => {
        const all = await Promise.all(names.map(attachedTo))
        return all.flatMap((steps, index) =>
          isOne ? steps : steps.map(step => ({ ...step, text: `${names[index]}: ${step.text}` })),
        )
      }}
      remove={async () => {
        for (const name of names) await remove(name)
      }}
      onDeleted={() => {
        void readAgain(...changes)
        flash({ type: 'success', content: isOne ? words.deleted(first) : words.deletedMany(names.length) })
        onDismiss()
        onDeleted()
        forget(...names.map(keyOf))
      }}
      onDismiss={onDismiss}
    >
      {!isOne && (
        <ul>
          {names.map(name => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
      {props.children}
    </DeleteDialog>
  )
}
