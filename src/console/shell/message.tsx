import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'

/** One thing to say in the middle of an otherwise empty page, and what to do about it. */
export function Message(props: {
  readonly title: string
  readonly text: string
  readonly button: string
  readonly onClick: () => void
}) {
  return (
    <div className="message">
      <SpaceBetween size="m">
        <Box variant="h1" textAlign="center">
          {props.title}
        </Box>
        <Box textAlign="center" color="text-body-secondary">
          {props.text}
        </Box>
        <Box textAlign="center">
          <Button variant="primary" onClick={props.onClick}>
            {props.button}
          </Button>
        </Box>
      </SpaceBetween>
    </div>
  )
}
