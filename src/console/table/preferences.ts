import type { CollectionPreferencesProps } from '@cloudscape-design/components/collection-preferences'
import { useState } from 'react'
import { tableWords as words } from '../words/table.ts'
import type { Column } from './column.ts'

type Preferences = CollectionPreferencesProps.Preferences

const pageSizes = [10, 20, 50, 100, 200] as const
const defaultPageSize = 20

/** What somebody likes a table to look like; kept by the browser for each kind of table. */
export function usePreferences<Item>(
  tableId: string,
  columns: readonly Column<Item>[],
  unlessChosen: Pick<Preferences, 'wrapLines'> = {},
): readonly [Preferences & { pageSize: number }, (preferences: Preferences) => void] {
  const key = `crossrole.table.${tableId}`
  const [kept, setKept] = useState<Preferences>(() => read(key))
  const preferences = {
    ...unlessChosen,
    ...kept,
    pageSize: pageSizes.find(size => size === kept.pageSize) ?? defaultPageSize,
    contentDisplay: displayOf(columns, kept.contentDisplay),
  }
  const keep = (changed: Preferences) => {
    localStorage.setItem(key, JSON.stringify(changed))
    setKept(changed)
  }
  return [preferences, keep]
}

/** The columns as they are now, in the order that was kept; columns that are new since come last. */
function displayOf<Item>(
  columns: readonly Column<Item>[],
  kept: Preferences['contentDisplay'] = [],
): readonly { readonly id: string; readonly visible: boolean }[] {
  const known = kept.filter(({ id }) => columns.some(column => column.id === id))
  const added = columns.filter(({ id }) => !known.some(item => item.id === id))
  return [
    ...known.map(({ id, visible }) => ({ id, visible })),
    ...added.map(({ id, isHidden = false }) => ({ id, visible: !isHidden })),
  ]
}

function read(key: string): Preferences {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}')
  } catch {
    return {}
  }
}

/** What the preferences dialog offers. */
export function preferenceChoices<Item>(columns: readonly Column<Item>[], plural: string) {
  return {
    pageSizePreference: {
      title: words.pageSize,
      options: pageSizes.map(value => ({ value, label: words.pageSizeOption(value, plural) })),
    },
    wrapLinesPreference: { label: words.wrap, description: words.wrapDescription },
    contentDensityPreference: { label: words.compact, description: words.compactDescription },
    contentDisplayPreference: {
      title: words.columns,
      options: columns.map(({ id, header }, index) => ({ id, label: header, alwaysVisible: index === 0 })),
    },
  }
}
