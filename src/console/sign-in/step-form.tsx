import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { SignInFault } from './sign-in-fault.tsx'

/** The card of one step: its title, its fields, one button. */
export function StepForm(props: {
  readonly title: string
  readonly description?: string
  readonly submit: string
  readonly isBusy: boolean
  readonly error: unknown
  readonly onSubmit: () => void
  readonly children: ReactNode
  readonly below?: ReactNode
}) {
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (!props.isBusy) props.onSubmit()
      }}
    >
      <Container
        header={
          <Header variant="h1" description={props.description}>
            {props.title}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <SignInFault error={props.error} />
          {props.children}
          <Button variant="primary" fullWidth loading={props.isBusy}>
            {props.submit}
          </Button>
          {props.below}
        </SpaceBetween>
      </Container>
    </form>
  )
}
