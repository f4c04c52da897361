import type { ComponentType } from 'react'

/** A page below the shell, for somebody signed in. Its chunk is loaded when it is first shown. */
export interface PageRoute {
  /** At least two parts below /console; `:name` is a parameter. */
  readonly path: string
  readonly load: () => Promise<{ readonly default: ComponentType }>
}
