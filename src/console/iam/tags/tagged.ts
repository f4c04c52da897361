import type { QueryKey } from '@tanstack/react-query'
import type { Page, PageWanted } from '../../api/pages.ts'
import type { Crumb } from '../../shell/page.tsx'
import type { Tag } from '../../tags/tags-editor.tsx'

/** Something of IAM as far as its tags go. */
export interface Tagged {
  /** Whatever is read of it stands below this key. */
  readonly key: QueryKey
  readonly crumbs: readonly Crumb[]
  /** Where its tags are shown. */
  readonly href: string
  /** Where they are edited. */
  readonly editHref: string
  readonly list: (wanted: PageWanted) => Promise<Page<Tag>>
  readonly tag: (tags: { Key: string; Value: string }[]) => Promise<unknown>
  readonly untag: (keys: string[]) => Promise<unknown>
}
