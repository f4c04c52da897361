import {
  DeletePolicyVersionCommand,
  type PolicyVersion,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { useFlash } from '../../shell/flash.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { allOf } from '../../table/rows.ts'
import { common } from '../../words/common.ts'
import { instant } from '../../words/instant.ts'
import { policies as words } from '../../words/policies.ts'
import { CompareDialog } from './compare-dialog.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { type PolicyDetails, policyKey, useVersions } from './policy.ts'
import { VersionName } from './version-dialog.tsx'

type Asked =
  | { readonly what: 'default' | 'delete'; readonly id: string }
  | { readonly what: 'compare'; readonly ids: readonly [string, string] }

/** Every version of a policy: read, compared, made the one in force, deleted. */
export function VersionsTab({ policy, isOwn }: { readonly policy: PolicyDetails; readonly isOwn: boolean }) {
  const { Arn: arn } = policy
  const versions = useVersions(arn)
  const [asked, setAsked] = useState<Asked>()
  const dismiss = () => setAsked(undefined)
  const columns = columnsOf(arn)
  return (
    <Readable read={versions}>
      {items => (
        <>
          <ResourceTable
            id="policy-versions"
            pages={allOf(items, {
              refresh: () => void versions.refetch(),
              isRefreshing: versions.isFetching,
            })}
            columns={columns}
            rowKey={({ VersionId = '' }) => VersionId}
            rowName={({ VersionId = '' }) => words.versionName(VersionId)}
            selection="multi"
            actions={selected => <VersionButtons selected={selected} isOwn={isOwn} onAsk={setAsked} />}
            words={{
              title: words.versions,
              ...(isOwn && { description: words.versionsDescription }),
              plural: words.versionsPlural,
              emptyTitle: words.versions,
              empty: words.versionsDescription,
            }}
          />
          {asked?.what === 'compare' && <CompareDialog arn={arn} ids={asked.ids} onDismiss={dismiss} />}
          {asked !== undefined && asked.what !== 'compare' && (
            <ChangeVersion key={asked.id} arn={arn} what={asked.what} id={asked.id} onDismiss={dismiss} />
          )}
        </>
      )}
    </Readable>
  )
}

function columnsOf(arn: string): readonly Column<PolicyVersion>[] {
  return [
    {
      id: 'version',
      header: words.version,
      cell: ({ VersionId = '' }) => <VersionName arn={arn} id={VersionId} />,
      value: ({ VersionId }) => VersionId,
      minWidth: 160,
    },
    {
      id: 'default',
      header: words.isDefault,
      cell: ({ IsDefaultVersion }) =>
        IsDefaultVersion ? <StatusIndicator>{words.isDefault}</StatusIndicator> : common.none,
      value: ({ IsDefaultVersion }) => (IsDefaultVersion ? words.isDefault : undefined),
      minWidth: 140,
    },
    {
      id: 'created',
      header: words.created,
      cell: ({ CreateDate }) => instant(CreateDate),
      value: ({ CreateDate }) => CreateDate?.getTime(),
      minWidth: 200,
    },
  ]
}

function VersionButtons(props: {
  readonly selected: readonly PolicyVersion[]
  readonly isOwn: boolean
  readonly onAsk: (asked: Asked) => void
}) {
  const { selected, isOwn, onAsk } = props
  const [first, second] = [...selected].sort(byAge).map(({ VersionId = '' }) => VersionId)
  const one = selected.length === 1 ? selected[0] : undefined
  const other = one !== undefined && !one.IsDefaultVersion ? one.VersionId : undefined
  return (
    <>
      <Button
        disabled={selected.length !== 2}
        onClick={() =>
          first !== undefined && second !== undefined && onAsk({ what: 'compare', ids: [first, second] })
        }
      >
        {words.compare}
      </Button>
      {isOwn && (
        <>
          <Button
            disabled={other === undefined}
            onClick={() => other !== undefined && onAsk({ what: 'delete', id: other })}
          >
            {words.deleteVersion}
          </Button>
          <Button
            disabled={other === undefined}
            onClick={() => other !== undefined && onAsk({ what: 'default', id: other })}
          >
            {words.setDefault}
          </Button>
        </>
      )}
    </>
  )
}

/** `v2` is older than `v10`. */
function byAge({ VersionId: left = '' }: PolicyVersion, { VersionId: right = '' }: PolicyVersion): number {
  return Number(left.slice(1)) - Number(right.slice(1))
}

function ChangeVersion(props: {
  readonly arn: string
  readonly what: 'default' | 'delete'
  readonly id: string
  readonly onDismiss: () => void
}) {
  const { arn, what, id, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const named = { PolicyArn: arn, VersionId: id }
  const write = useWrite(async () => {
    if (what === 'default') await iam.send(new SetDefaultPolicyVersionCommand(named))
    else await iam.send(new DeletePolicyVersionCommand(named))
    flash({ type: 'success', content: what === 'default' ? words.defaultSet(id) : words.versionDeleted(id) })
  }, [policyKey(arn), ['policies']])
  const isDefault = what === 'default'
  return (
    <ConfirmDialog
      title={isDefault ? words.setDefaultTitle : words.deleteVersionTitle}
      text={isDefault ? words.setDefaultText(id) : words.deleteVersionText(id)}
      button={isDefault ? words.setDefault : words.deleteVersion}
      write={write}
      onDismiss={onDismiss}
    />
  )
}
