import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Icon from '@cloudscape-design/components/icon'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TreeView from '@cloudscape-design/components/tree-view'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import type { Read } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { useSession } from '../session/session.tsx'
import { PageLink } from '../shell/link.tsx'
import { organizationsWords as words } from '../words/organizations.ts'
import { useAccess } from './access.ts'
import { organizationKey } from './organization-read.ts'
import { accountPath, unitPath } from './organizations-paths.ts'
import { PlaceDialog, type PlaceDialogKind } from './place-dialogs.tsx'
import { childrenOf, type Place } from './structure.ts'

/** In the place of what has not been read (yet). */
interface Unread {
  readonly kind: 'unread'
  readonly id: string
  readonly name: string
  readonly read: Read<readonly Place[]> | undefined
}

type Node = Place | Unread

/** What is in a unit is read when somebody looks into it: an organization may have thousands. */
export function Tree({ root, management }: { readonly root: Place; readonly management: string }) {
  const [expanded, setExpanded] = useState<readonly string[]>([root.id])
  const children = useChildren(expanded)
  const [dialog, setDialog] = useState<{ readonly kind: PlaceDialogKind; readonly place: Place }>()
  const childrenIn = (node: Node): readonly Node[] | undefined => {
    if (node.kind === 'account' || node.kind === 'unread') return undefined
    const read = children.get(node.id)
    return read?.data ?? [{ kind: 'unread', id: `${node.id} unread`, name: '', read }]
  }
  return (
    <>
      <TreeView<Node>
        ariaLabel={words.treeLabel}
        connectorLines="vertical"
        items={[root]}
        getItemId={({ id }) => id}
        getItemChildren={childrenIn}
        expandedItems={expanded}
        onItemToggle={({ detail: { id, expanded: isExpanded } }) =>
          setExpanded(before => (isExpanded ? [...before, id] : before.filter(other => other !== id)))
        }
        i18nStrings={{
          expandButtonLabel: () => words.expand,
          collapseButtonLabel: () => words.collapse,
        }}
        renderItem={node =>
          node.kind === 'unread'
            ? { content: node.read ? <Readable read={node.read}>{() => null}</Readable> : null }
            : {
                icon: <Icon name={node.kind === 'account' ? 'user-profile' : 'folder'} />,
                content: <PlaceName place={node} isManagement={node.id === management} />,
                secondaryContent: <Box color="text-body-secondary">{node.id}</Box>,
                announcementLabel: node.name,
                actions: (
                  <PlaceActions
                    place={node}
                    isManagement={node.id === management}
                    onAsk={kind => setDialog({ kind, place: node })}
                  />
                ),
              }
        }
      />
      {dialog && <PlaceDialog {...dialog} onDismiss={() => setDialog(undefined)} />}
    </>
  )
}

function useChildren(parents: readonly string[]): ReadonlyMap<string, Read<readonly Place[]>> {
  const { organizations } = useClients()
  const { scope } = useSession()
  const reads = useQueries({
    queries: parents.map(id => ({
      queryKey: [scope, organizationKey, 'children', id],
      queryFn: () => childrenOf(organizations, id),
    })),
  })
  return new Map(parents.flatMap((id, index) => (reads[index] ? [[id, reads[index]] as const] : [])))
}

function PlaceName({ place, isManagement }: { readonly place: Place; readonly isManagement: boolean }) {
  const { kind, id, name } = place
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <PageLink to={kind === 'account' ? accountPath(id) : unitPath(id)}>{name}</PageLink>
      {isManagement && <Badge>{words.managementBadge}</Badge>}
    </SpaceBetween>
  )
}

const actionsOf: Readonly<Record<Place['kind'], readonly PlaceDialogKind[]>> = {
  root: ['createUnit'],
  unit: ['createUnit', 'rename', 'delete'],
  account: ['move'],
}

const switching = 'switchTo'

function PlaceActions(props: {
  readonly place: Place
  readonly isManagement: boolean
  readonly onAsk: (kind: PlaceDialogKind) => void
}) {
  const { place, isManagement, onAsk } = props
  const access = useAccess()
  const canSwitch = place.kind === 'account' && !isManagement && access.isPossible
  return (
    <ButtonDropdown
      variant="inline-icon"
      expandToViewport
      ariaLabel={words.actionsOf(place.name)}
      loading={access.isBusy}
      items={[
        ...(canSwitch ? [{ id: switching, text: words.switchTo }] : []),
        ...actionsOf[place.kind].map(id => ({ id, text: words[id] })),
      ]}
      onItemClick={({ detail }) => {
        if (detail.id === switching) void access.switchTo(place)
        const kind = actionsOf[place.kind].find(known => known === detail.id)
        if (kind) onAsk(kind)
      }}
    />
  )
}
