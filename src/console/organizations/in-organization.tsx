import Alert from '@cloudscape-design/components/alert'
import type { ReactNode } from 'react'
import { Readable } from '../notice/readable.tsx'
import { PageLink } from '../shell/link.tsx'
import { organizationsWords as words } from '../words/organizations.ts'
import { useOrganization } from './organization-read.ts'
import { treePath } from './organizations-paths.ts'

/** What only an organization has. Who may not ask whether there is one finds out from the parts themselves. */
export function InOrganization({ children }: { readonly children: ReactNode }) {
  const organization = useOrganization()
  return (
    <Readable read={organization} onFault={() => children}>
      {read =>
        read === null ? (
          <Alert type="info" header={words.notInUse}>
            {words.notInUseHint} <PageLink to={treePath}>{words.title}</PageLink>
          </Alert>
        ) : (
          children
        )
      }
    </Readable>
  )
}
