/** A list of thousands, as the account has it: how it is found, and what is in it. */
export interface List {
  readonly title: string
  readonly plural: string
  readonly nameHeader: string
  readonly stem: string
  /** In the order in which it is listed. */
  readonly names: readonly string[]
}

/** So many of each as were made, and who is there anyway. */
export function listsOf(made: number): readonly List[] {
  const names = (stem: string) => Array.from({ length: made }, (_, index) => nameOf(stem, index + 1))
  return [
    { title: 'Roles', plural: 'roles', nameHeader: 'Role name', stem: 'role', names: names('role') },
    {
      title: 'Users',
      plural: 'users',
      nameHeader: 'User name',
      stem: 'user',
      names: ['admin', ...names('user')],
    },
  ]
}

/** As `bench/iam/entities.ts` calls them, from 1 on. */
export function nameOf(stem: string, index: number): string {
  return `${stem}-${String(index).padStart(6, '0')}`
}
