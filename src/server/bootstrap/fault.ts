import { ConfigurationError } from '../configuration.ts'

/** Where in the file's text, both counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** One thing wrong with a bootstrap file. */
export interface BootstrapFault {
  /** e.g. `accounts[0].users[1].name`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
  readonly place?: Place
}

/** The file that a declaration was read from, so that whatever is found later can still be shown in it. */
export interface BootstrapSource {
  readonly file: string
  readonly placeOf: (path: string) => Place | undefined
}

/** Everything that is wrong with a bootstrap file, in the order of its text. */
export class BootstrapError extends ConfigurationError {
  readonly faults: readonly BootstrapFault[]

  constructor(source: BootstrapSource | undefined, faults: readonly BootstrapFault[]) {
    const placed = faults.map(fault => located(fault, source)).sort(byPlace)
    const file = source ? `the bootstrap file ${source.file}` : 'the bootstrap declaration'
    const count = placed.length === 1 ? '1 fault' : `${placed.length} faults`
    super([`${file} has ${count}; nothing was made:`, ...placed.map(line)].join('\n'))
    this.faults = placed
  }
}

function located(fault: BootstrapFault, source: BootstrapSource | undefined): BootstrapFault {
  const place = fault.place ?? source?.placeOf(fault.path)
  return place ? { ...fault, place } : fault
}

function byPlace(left: BootstrapFault, right: BootstrapFault): number {
  if (!left.place || !right.place) return 0
  return left.place.line - right.place.line || left.place.column - right.place.column
}

function line({ path, message, place }: BootstrapFault): string {
  const where = place ? `line ${place.line}, column ${place.column}` : ''
  if (path === '') return `  ${where ? `${where}: ` : ''}${message}`
  return `  ${path}${where ? ` (${where})` : ''}: ${message}`
}
