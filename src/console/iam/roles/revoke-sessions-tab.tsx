import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { codeOf } from '../../api/fault.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { Readable } from '../../notice/readable.tsx'
import { useSession } from '../../session/session.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { instant } from '../../words/instant.ts'
import { roles as words } from '../../words/roles.ts'
import { changedKeys, holderKey, type PolicyHolder } from '../permissions/policy-holder.ts'
import { revokedBefore, revokingPolicy, revokingPolicyName, serverNow } from './revoking.ts'

/** Ends every session of the role that there is now, by a policy that denies everything to them. */
export function RevokeSessionsTab(props: {
  readonly name: string
  readonly holder: PolicyHolder
  readonly isGuarded: boolean
}) {
  const { name, holder, isGuarded } = props
  const [isAsking, setAsking] = useState(false)
  const revoked = useRead([...holderKey(holder), 'inline', revokingPolicyName, 'before'], async () => {
    try {
      return revokedBefore(await holder.inlineDocument(revokingPolicyName)) ?? null
    } catch (error) {
      if (codeOf(error) === 'NoSuchEntity') return null
      throw error
    }
  })
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button disabled={isGuarded} onClick={() => setAsking(true)}>
              {words.revoke}
            </Button>
          }
        >
          {words.revokeTitle}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Box>{words.revokeHint}</Box>
        <Box>{words.revokePolicy(revokingPolicyName)}</Box>
        <Readable read={revoked}>
          {before => (
            <Alert type="info">{before ? words.revokedBefore(instant(before)) : words.neverRevoked}</Alert>
          )}
        </Readable>
        {isAsking && <ConfirmRevoking name={name} holder={holder} onDismiss={() => setAsking(false)} />}
      </SpaceBetween>
    </Container>
  )
}

function ConfirmRevoking(props: {
  readonly name: string
  readonly holder: PolicyHolder
  readonly onDismiss: () => void
}) {
  const { name, holder, onDismiss } = props
  const { role } = useSession().session
  const flash = useFlash()
  const [isSure, setSure] = useState(false)
  const { mutateAsync } = useWrite(
    async () => holder.putInline(revokingPolicyName, revokingPolicy(await serverNow())),
    changedKeys(holder),
  )
  return (
    <ConfirmDialog
      title={words.revokeAsk(name)}
      confirm={words.revoke}
      isReady={isSure}
      run={mutateAsync}
      onDone={() => {
        flash({ type: 'success', content: words.revoked(name) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.revokeConsequence}</Box>
      {role?.roleName.split('/').at(-1)?.toLowerCase() === name.toLowerCase() && (
        <Alert type="warning">{words.revokeOwn}</Alert>
      )}
      <Checkbox checked={isSure} onChange={({ detail }) => setSure(detail.checked)}>
        {words.revokeSure}
      </Checkbox>
    </ConfirmDialog>
  )
}
