import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import type { ReactNode } from 'react'
import { bucketSettingWords as words } from '../words/s3.ts'

/** One thing that is set of a bucket, with a button to change it where it can be. */
export function SettingPanel(props: {
  readonly title: string
  readonly description?: string
  readonly onEdit?: (() => void) | false | undefined
  readonly children: ReactNode
}) {
  const { title, description, onEdit, children } = props
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={description}
          actions={
            onEdit && (
              <Button ariaLabel={`${words.edit} ${title}`} onClick={onEdit}>
                {words.edit}
              </Button>
            )
          }
        >
          {title}
        </Header>
      }
    >
      {children}
    </Container>
  )
}
