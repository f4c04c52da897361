import { Fragment } from 'react'
import { PageLink } from '../shell/link.tsx'
import { accountPath, unitPath } from './organizations-paths.ts'
import type { Place } from './structure.ts'

/** From the root down, each a link. */
export function Lineage({ places }: { readonly places: readonly Place[] }) {
  return places.map(({ kind, id, name }, index) => (
    <Fragment key={id}>
      {index > 0 && ' / '}
      <PageLink to={kind === 'account' ? accountPath(id) : unitPath(id)}>{name}</PageLink>
    </Fragment>
  ))
}
