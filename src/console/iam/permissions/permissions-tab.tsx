import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { useRead } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { Readable } from '../../notice/readable.tsx'
import { DocumentText } from '../../policies-picker/document-text.tsx'
import { PolicyDialog, PolicyName } from '../../policies-picker/policy-dialog.tsx'
import { policyTypeOf } from '../../policies-picker/policy-type.ts'
import { PageLink, useFollow } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { policiesPicker } from '../../words/policies-picker.ts'
import { type Boundary, BoundaryPanel } from './boundary-panel.tsx'
import {
  type GivenPolicy,
  givenPolicies,
  givenPolicyKey,
  useAttachedPolicies,
  useInlinePolicies,
} from './given-policies.ts'
import { formsBelow, holderKey, type PolicyHolder } from './policy-holder.ts'
import { RemovePolicies } from './remove-policies.tsx'

/** The policies of a user, group or role, and its boundary. */
export function PermissionsTab(props: {
  readonly holder: PolicyHolder
  /** What was read of the holder says which boundary it has; absent for what has none. */
  readonly boundary?: Boundary
  /** Nothing can be changed: the role belongs to a service. */
  readonly isGuarded?: boolean
  /** Between the policies and the boundary: what else gives permissions. */
  readonly children?: ReactNode
}) {
  const { holder, boundary, isGuarded = false, children } = props
  const attached = useAttachedPolicies(holder)
  const inline = useInlinePolicies(holder)
  const [removing, setRemoving] = useState<readonly GivenPolicy[]>([])
  return (
    <SpaceBetween size="l">
      {inline.error && <FaultNotice error={inline.error} title={words.unreadInline} retry={inline.refresh} />}
      {attached.error && !inline.error && (
        <FaultNotice error={attached.error} title={words.unreadAttached} retry={attached.refresh} />
      )}
      <ResourceTable
        id="given-policies"
        wraps
        pages={givenPolicies(attached, inline)}
        columns={columnsOf(holder, isGuarded)}
        rowKey={givenPolicyKey}
        rowName={({ name }) => name}
        words={words}
        {...(!isGuarded && { selection: 'multi' })}
        actions={selected =>
          !isGuarded && (
            <>
              <Button disabled={selected.length === 0} onClick={() => setRemoving(selected)}>
                {words.remove}
              </Button>
              <AddPermissions holder={holder} />
            </>
          )
        }
        emptyAction={!isGuarded && <AddPermissions holder={holder} />}
      />
      {children}
      {holder.boundary && <BoundaryPanel holder={holder} boundary={boundary} isGuarded={isGuarded} />}
      {removing.length > 0 && (
        <RemovePolicies holder={holder} policies={removing} onDismiss={() => setRemoving([])} />
      )}
    </SpaceBetween>
  )
}

function columnsOf(holder: PolicyHolder, isGuarded: boolean): readonly Column<GivenPolicy>[] {
  return [
    {
      id: 'name',
      header: words.name,
      cell: policy =>
        policy.kind === 'managed' ? (
          <PolicyName name={policy.name} arn={policy.arn} leadsOn />
        ) : (
          <InlinePolicyName holder={holder} name={policy.name} isGuarded={isGuarded} />
        ),
      value: ({ name }) => name,
      minWidth: 320,
    },
    { id: 'type', header: words.type, cell: typeOfPolicy, value: typeOfPolicy, minWidth: 220 },
    {
      id: 'arn',
      header: words.arn,
      cell: policy => policy.kind === 'managed' && <Copyable what={words.arn} text={policy.arn} />,
      value: policy => (policy.kind === 'managed' ? policy.arn : undefined),
      isHidden: true,
    },
  ]
}

export function typeOfPolicy(policy: GivenPolicy): string {
  if (policy.kind === 'managed') return policiesPicker.types[policyTypeOf(policy.arn)]
  return `${policiesPicker.types.customer} ${words.inline.toLowerCase()}`
}

/** Inline policies are read in place; who wants to change one follows the link in there. */
export function InlinePolicyName(props: {
  readonly holder: PolicyHolder
  readonly name: string
  readonly isGuarded: boolean
}) {
  const { holder, name, isGuarded } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Link ariaLabel={words.show(name)} onFollow={() => setOpen(true)}>
        {name}
      </Link>
      {isOpen && (
        <PolicyDialog name={name} onDismiss={() => setOpen(false)}>
          <SpaceBetween size="m">
            <InlineDocument holder={holder} name={name} />
            {!isGuarded && (
              <PageLink to={formsBelow.editInline(holder, name)}>{words.editInline(name)}</PageLink>
            )}
          </SpaceBetween>
        </PolicyDialog>
      )}
    </>
  )
}

function InlineDocument({ holder, name }: { readonly holder: PolicyHolder; readonly name: string }) {
  const read = useRead([...holderKey(holder), 'inline', name], () => holder.inlineDocument(name))
  return <Readable read={read}>{text => <DocumentText label={words.document} text={text} />}</Readable>
}

function AddPermissions({ holder }: { readonly holder: PolicyHolder }) {
  const follow = useFollow()
  return (
    <ButtonDropdown
      variant="primary"
      onItemFollow={follow}
      items={[
        { id: 'attach', text: words.attach, href: formsBelow.attach(holder) },
        { id: 'inline', text: words.createInline, href: formsBelow.createInline(holder) },
      ]}
    >
      {words.add}
    </ButtonDropdown>
  )
}
