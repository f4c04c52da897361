import type { PolicyType } from '../policies-picker/policy-type.ts'

const types: Readonly<Record<PolicyType, string>> = {
  aws: 'AWS managed',
  'job-function': 'AWS managed - job function',
  customer: 'Customer managed',
}

export const policiesPicker = {
  title: 'Permissions policies',
  plural: 'policies',
  emptyTitle: 'No policies',
  empty: 'There is no policy of this kind that could be chosen. Create one on the Policies page.',
  name: 'Policy name',
  type: 'Type',
  types,
  allTypes: 'All types',
  filterByType: 'Filter by type',
  attachedEntities: 'Attached entities',
  usedAsBoundary: 'Boundary of',
  arn: 'ARN',
  edited: 'Edited',
  show: (name: string) => `Show policy ${name}`,
  dialogTitle: (name: string) => `Policy ${name}`,
  open: 'Versions, entities and tags of this policy',
  document: 'Policy document',
  chosen: (count: number) => (count === 1 ? '1 policy selected' : `${count} policies selected`),
  dismiss: (name: string) => `Do not select ${name}`,
  showMore: 'Show all',
  showFewer: 'Show fewer',
} as const
