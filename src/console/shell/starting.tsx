import { shell } from '../words/shell.ts'

/** While the first code is on its way: no component library here, for it is that which is waited for. */
export function Starting() {
  return (
    <div className="starting" role="status" aria-label={shell.starting}>
      <span className="starting-dot" />
    </div>
  )
}
