import TagEditor, { type TagEditorProps } from '@cloudscape-design/components/tag-editor'
import { tagsWords as words } from '../words/tags.ts'

/** IAM's and most services': https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const maxTags = 50

/** A tag as somebody edits it: which were there before, and which are to go. */
export type EditedTag = TagEditorProps.Tag

/** As the API gives and takes them. */
export interface Tag {
  readonly Key: string | undefined
  readonly Value: string | undefined
}

/** Where editing begins: `useState(() => editedTags(role.Tags))`. */
export function editedTags(tags: readonly Tag[] = []): readonly EditedTag[] {
  return tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value, existing: true }))
}

/** What is to be asked of the API: keys to untag, then tags to tag with; either may be empty. */
export function tagChanges(
  before: readonly Tag[],
  edited: readonly EditedTag[],
): { readonly removed: string[]; readonly put: { Key: string; Value: string }[] } {
  const kept = edited.filter(({ markedForRemoval }) => !markedForRemoval)
  return {
    removed: before.flatMap(({ Key }) =>
      Key !== undefined && !kept.some(({ key }) => key === Key) ? Key : [],
    ),
    put: kept
      .filter(({ key, value }) => !before.some(tag => tag.Key === key && (tag.Value ?? '') === value))
      .map(({ key, value }) => ({ Key: key, Value: value })),
  }
}

/** Edits tags: in a create form, or on a page of its own that saves {@link tagChanges}. */
export function TagsEditor(props: {
  readonly tags: readonly EditedTag[]
  /** `isValid` is false while a key is empty, twice there, or not to be had. */
  readonly onChange: (tags: readonly EditedTag[], isValid: boolean) => void
}) {
  return (
    <TagEditor
      tags={props.tags}
      tagLimit={maxTags}
      onChange={({ detail }) => props.onChange(detail.tags, detail.valid)}
      i18nStrings={{
        keyHeader: words.key,
        valueHeader: words.value,
        addButton: words.add,
        emptyTags: words.none,
        removeButton: words.remove,
        undoButton: words.undo,
        undoPrompt: words.willBeRemoved,
        removeButtonAriaLabel: ({ key }) => words.removeTag(key),
        tagLimit: left => words.limit(left),
        tagLimitReached: limit => words.limitReached(limit),
        tagLimitExceeded: limit => words.limitExceeded(limit),
      }}
    />
  )
}
