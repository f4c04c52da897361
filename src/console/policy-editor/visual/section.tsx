import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'

/** A part of a statement's panel under its own heading; no landmark, for each statement has one of that name. */
export function Section(props: {
  readonly title: string
  readonly hint?: string
  readonly children: ReactNode
}) {
  const { title, hint, children } = props
  return (
    <div>
      <SpaceBetween size="s">
        <div>
          <Box variant="h4" tagOverride="h3">
            {title}
          </Box>
          {hint !== undefined && (
            <Box color="text-body-secondary" fontSize="body-s">
              {hint}
            </Box>
          )}
        </div>
        {children}
      </SpaceBetween>
    </div>
  )
}
