import { groups as words } from '../../words/groups.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export function groupNameFault(name: string): string | undefined {
  if (name === '') return words.nameMissing
  return /^[\w+=,.@-]{1,128}$/.test(name) ? undefined : words.nameForm
}
