import Box from '@cloudscape-design/components/box'
import type { ReactNode } from 'react'
import { apiFault } from '../api/fault.ts'
import type { Read } from '../api/read.ts'
import { common } from '../words/common.ts'
import { notice } from '../words/notice.ts'

/** A cell for what a list does not say, so that it is asked for the rows that are seen. */
export function ReadCell<Data>(props: {
  readonly read: Read<Data>
  readonly children: (data: Data) => ReactNode
}) {
  const { data, error } = props.read
  if (data !== undefined) return props.children(data)
  if (!error) return common.none
  const { denied, message } = apiFault(error)
  return <Box color="text-status-inactive">{denied ? notice.needs(denied.action) : message}</Box>
}
