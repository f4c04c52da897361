import Box from '@cloudscape-design/components/box'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useClients } from '../api/clients.ts'
import { apiFault } from '../api/fault.ts'
import { useRead } from '../api/read.ts'
import { Copyable } from '../copy/copyable.tsx'
import { RecordedDecisionView } from '../decision/decision-view.tsx'
import { decisionsOf } from '../decision/recorded-decision.ts'
import { PageLink } from '../shell/link.tsx'
import { common } from '../words/common.ts'
import { notice } from '../words/notice.ts'
import { FaultNotice } from './fault-notice.tsx'

/** The decision behind a refused request, as far as the identity in force may know it. */
export default function WhyDialog(props: {
  readonly requestId: string
  readonly message: string
  readonly onDismiss: () => void
}) {
  const { requestId, message, onDismiss } = props
  const clients = useClients()
  const {
    data: decisions,
    error,
    isPending,
  } = useRead(['decision', requestId], () => decisionsOf(clients, requestId))
  return (
    <Modal visible size="large" header={notice.whyTitle} closeAriaLabel={common.close} onDismiss={onDismiss}>
      <SpaceBetween size="l">
        <Box>{message}</Box>
        {isPending && (
          <Box>
            <Spinner /> {notice.whyLoading}
          </Box>
        )}
        <NoDecision error={error} />
        {decisions?.length === 0 && <Box color="text-body-secondary">{notice.whyUnknown}</Box>}
        {decisions?.map(recorded => (
          <RecordedDecisionView key={`${recorded.action} ${recorded.resource}`} recorded={recorded} />
        ))}
        <Box color="text-body-secondary">
          {notice.requestId} <Copyable what={notice.requestId} text={requestId} />
          {' · '}
          <PageLink to={`/console/why/request?${new URLSearchParams({ id: requestId })}`}>
            {notice.whyPage}
          </PageLink>
        </Box>
      </SpaceBetween>
    </Modal>
  )
}

/** Not to be told, or not there; anything else is a fault like others. */
function NoDecision({ error }: { readonly error: Error | null }) {
  if (!error) return null
  const { code, denied } = apiFault(error)
  const text = denied ? notice.whyDenied : notice.whyUnknown
  if (!denied && code !== 'InvalidAuthorizationMessageException') return <FaultNotice error={error} />
  return <Box color="text-body-secondary">{text}</Box>
}
