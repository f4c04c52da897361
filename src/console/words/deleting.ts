export const deletingWords = {
  title: (kind: string, name: string) => `Delete ${kind} ${name}?`,
  titleMany: (plural: string, count: number) => `Delete ${count} ${plural}?`,
  /** Typed where several names would be too long. */
  word: 'delete',
  final: 'This cannot be undone.',
  warning: 'Warning',
  looking: 'Looking at what is attached',
  attached: 'These are attached and will be removed first, in this order:',
  nothingAttached: 'Nothing is attached.',
  confirm: (word: string) => `To confirm, type ${word}`,
  working: (step: string) => `Removing: ${step}`,
  progress: 'Progress',
  delete: 'Delete',
  lastStep: (kind: string, name: string) => `${kind} ${name}`,
} as const
