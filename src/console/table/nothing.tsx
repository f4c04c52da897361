import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { tableWords as words } from '../words/table.ts'
import { Progress, type WithRows } from './search-bar.tsx'

/** In place of rows: that there is nothing yet, or nothing that was searched for. */
export function Nothing<Item>(props: WithRows<Item>) {
  const { rows } = props
  if (rows.isPartial) return <Progress {...props} />
  return rows.search === '' ? (
    <Empty title={props.words.emptyTitle} text={props.words.empty} action={props.emptyAction} />
  ) : (
    <Empty
      title={words.noMatchTitle}
      text={words.noMatch}
      action={<Button onClick={() => rows.searchFor('')}>{words.clearSearch}</Button>}
    />
  )
}

function Empty(props: { readonly title: string; readonly text: string; readonly action?: ReactNode }) {
  return (
    <Box textAlign="center" margin={{ vertical: 'xs' }} color="inherit">
      <SpaceBetween size="xs">
        <Box variant="strong">{props.title}</Box>
        <Box color="text-body-secondary">{props.text}</Box>
        {props.action}
      </SpaceBetween>
    </Box>
  )
}
