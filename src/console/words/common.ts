/** Words of more than one page. */
export const common = {
  product: 'Crossrole',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save changes',
  done: 'Done',
  retry: 'Retry',
  refresh: 'Refresh',
  delete: 'Delete',
  create: 'Create',
  edit: 'Edit',
  next: 'Next',
  previous: 'Previous',
  loading: 'Loading',
  none: '–',
  optional: 'optional',
  copied: 'Copied',
  copyFailed: 'The browser did not let us copy',
  copy: (what: string) => `Copy ${what}`,
  show: 'Show',
  hide: 'Hide',
  showWhat: (what: string) => `Show ${what}`,
  hideWhat: (what: string) => `Hide ${what}`,
  download: 'Download .csv file',
  dismiss: 'Dismiss message',
  count: (shown: number, more: boolean) => `(${shown}${more ? '+' : ''})`,
  matches: (count: number) => (count === 1 ? '1 match' : `${count} matches`),
} as const

/** What services call themselves, where a title names them. */
export const sectionNames = {
  home: 'Console Home',
  iam: 'IAM',
  activity: 'Activity',
  why: 'Why',
  s3: 'S3',
  organizations: 'Organizations',
} as const

export type Section = keyof typeof sectionNames
