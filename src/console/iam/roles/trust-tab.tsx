import type { Role } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { Read } from '../../api/read.ts'
import { CopyButton } from '../../copy/copyable.tsx'
import { Readable } from '../../notice/readable.tsx'
import { decodedDocument, readableDocument } from '../../policies-picker/policy-document.ts'
import { PolicyEditor } from '../../policy-editor/policy-editor.tsx'
import { useSession } from '../../session/session.tsx'
import { useFollow } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { allOf } from '../../table/rows.ts'
import { common } from '../../words/common.ts'
import { roles as words } from '../../words/roles.ts'
import { rolePath } from './role-paths.ts'
import { type TrustedEntity, trustedEntities } from './trusted-entities.ts'
import { conditionText, trustedText } from './trusted-entity-words.ts'

/** Who may take the role, and the document that says so. */
export function TrustTab(props: {
  readonly name: string
  readonly role: Read<Role>
  readonly isGuarded: boolean
}) {
  const { name, role, isGuarded } = props
  return (
    <Readable read={role}>
      {({ AssumeRolePolicyDocument }) => {
        const text = decodedDocument(AssumeRolePolicyDocument)
        return (
          <SpaceBetween size="l">
            <TrustedEntities entities={trustedEntities(text) ?? []} />
            <TrustDocument name={name} text={text} isGuarded={isGuarded} />
          </SpaceBetween>
        )
      }}
    </Readable>
  )
}

function TrustedEntities({ entities }: { readonly entities: readonly TrustedEntity[] }) {
  const { account } = useSession().inForce
  const numbered = entities.map((entity, index) => ({ ...entity, index }))
  return (
    <ResourceTable
      id="trusted-entities"
      wraps
      pages={allOf(numbered)}
      columns={columnsFor(account)}
      rowKey={({ index }) => String(index)}
      rowName={({ principal }) => principal}
      words={{
        title: words.trustedEntities,
        description: words.trustedEntitiesHint,
        plural: words.trustedEntitiesPlural,
        emptyTitle: words.trustNobody,
        empty: words.trustNobodyHint,
      }}
    />
  )
}

function columnsFor(ownAccount: string): readonly Column<TrustedEntity & { readonly index: number }>[] {
  const placeOf = ({ account }: TrustedEntity) => {
    if (account === undefined) return undefined
    return account === ownAccount ? words.thisAccount : words.otherAccount(account)
  }
  const conditionsOf = ({ conditions }: TrustedEntity) => conditions.map(conditionText).join(' · ')
  return [
    { id: 'entity', header: words.trustedEntity, cell: trustedText, value: trustedText, minWidth: 260 },
    {
      id: 'account',
      header: words.account,
      cell: entity => placeOf(entity) ?? common.none,
      value: placeOf,
      minWidth: 200,
    },
    {
      id: 'conditions',
      header: words.conditions,
      cell: entity => conditionsOf(entity) || common.none,
      value: conditionsOf,
      minWidth: 260,
    },
    {
      id: 'principal',
      header: words.principal,
      cell: ({ principal }) => principal,
      value: ({ principal }) => principal,
      isHidden: true,
    },
  ]
}

function TrustDocument(props: { readonly name: string; readonly text: string; readonly isGuarded: boolean }) {
  const { name, isGuarded } = props
  const follow = useFollow()
  const text = readableDocument(props.text)
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <CopyButton what={words.trustPolicyName} text={text} />
              {!isGuarded && (
                <Button href={`${rolePath(name)}/trust-policy`} onFollow={follow}>
                  {words.editTrust}
                </Button>
              )}
            </SpaceBetween>
          }
        >
          {words.trustPolicy}
        </Header>
      }
    >
      <PolicyEditor text={text} onChange={() => {}} kind="trust" readOnly startsWith="json" />
    </Container>
  )
}
