const number = (count: number) => count.toLocaleString('en')

export const tableWords = {
  search: (plural: string) => `Search ${plural}`,
  noMatchTitle: 'No matches',
  noMatch: 'Nothing matches what you search for.',
  clearSearch: 'Clear search',
  loading: (plural: string) => `Loading ${plural}`,
  searching: (read: number) => `Searching… ${number(read)} read`,
  sorting: (read: number) => `Sorting… ${number(read)} read`,
  onlyPart: (read: number) => `Only the first ${number(read)} are searched and sorted`,
  preferences: 'Preferences',
  pageSize: 'Page size',
  pageSizeOption: (count: number, plural: string) => `${count} ${plural}`,
  columns: 'Columns',
  wrap: 'Wrap lines',
  wrapDescription: 'Show all of a long text instead of cutting it',
  compact: 'Compact rows',
  compactDescription: 'More rows on the screen',
  selection: (plural: string) => `Selection of ${plural}`,
  select: (name: string) => `Select ${name}`,
  selectAll: (plural: string) => `Select all ${plural}`,
} as const
