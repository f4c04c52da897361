import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { useClients } from '../api/clients.ts'
import { codeOf } from '../api/fault.ts'
import { useRead } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { RecordedDecisionView } from './decision-view.tsx'
import { decisionsOf } from './recorded-decision.ts'

/** Everything that was decided on a request, as far as the identity in force may know it; `unknown` where nothing was. */
export function RequestDecisions(props: { readonly requestId: string; readonly unknown: ReactNode }) {
  const clients = useClients()
  const decisions = useRead(['decision', props.requestId], () => decisionsOf(clients, props.requestId))
  return (
    <Readable
      read={decisions}
      onFault={error =>
        codeOf(error) === 'InvalidAuthorizationMessageException' ? (
          <Box color="text-body-secondary">{props.unknown}</Box>
        ) : undefined
      }
    >
      {all => (
        <SpaceBetween size="l">
          {all.map(recorded => (
            <RecordedDecisionView key={`${recorded.action} ${recorded.resource}`} recorded={recorded} />
          ))}
        </SpaceBetween>
      )}
    </Readable>
  )
}
