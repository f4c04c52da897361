import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import type { ReactNode } from 'react'
import type { Read } from '../api/read.ts'
import { common } from '../words/common.ts'
import { notice } from '../words/notice.ts'
import { FaultNotice } from './fault-notice.tsx'

/**
 * What was read, or why it is not there: a spinner while it is on its way, the missing permission, the fault.
 *
 *     <Readable read={user}>{({ User }) => <UserSummary user={User} />}</Readable>
 */
export function Readable<Data>(props: {
  readonly read: Read<Data>
  readonly children: (data: Data) => ReactNode
  /** In place of the notice, for faults that mean something to the page (NoSuchEntity): undefined leaves it. */
  readonly onFault?: (error: Error) => ReactNode | undefined
}) {
  const { data, error, isPending, refetch } = props.read
  if (data !== undefined) return props.children(data)
  if (error) {
    return (
      props.onFault?.(error) ?? (
        <FaultNotice error={error} title={notice.readFaultTitle} retry={() => void refetch()} />
      )
    )
  }
  if (!isPending) return null
  return (
    <Box padding="s">
      <Spinner /> <Box variant="span">{common.loading}</Box>
    </Box>
  )
}
