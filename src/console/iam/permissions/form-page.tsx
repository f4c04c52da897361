import Button from '@cloudscape-design/components/button'
import Form from '@cloudscape-design/components/form'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { useFollow } from '../../shell/link.tsx'
import { common } from '../../words/common.ts'
import { useFocusOnFault } from './focus-on-fault.ts'

/** The content of a page that changes one thing and goes back where that thing is shown. */
export function FormPage(props: {
  readonly children: ReactNode
  readonly submit: string
  readonly onSubmit: () => void
  readonly isBusy: boolean
  readonly error: unknown
  /** Where Cancel leads. */
  readonly back: string
}) {
  const follow = useFollow()
  const [attempts, setAttempts] = useState(0)
  useFocusOnFault(attempts)
  const { children, submit, onSubmit, isBusy, error, back } = props
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (isBusy) return
        setAttempts(count => count + 1)
        onSubmit()
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" href={back} onFollow={follow}>
              {common.cancel}
            </Button>
            <Button variant="primary" loading={isBusy}>
              {submit}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          {children}
          <FaultNotice error={error} />
        </SpaceBetween>
      </Form>
    </form>
  )
}
