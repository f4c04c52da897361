import type { AppLayoutProps } from '@cloudscape-design/components/app-layout'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import { createContext, type ReactNode, useContext, useLayoutEffect } from 'react'

export interface Crumb {
  readonly text: string
  readonly href: string
}

/** What a page tells the shell of itself. */
export interface Frame {
  /** Of the document, and the last of the breadcrumbs. */
  readonly title: string
  /** Pages between the section and this one. */
  readonly breadcrumbs?: readonly Crumb[]
  readonly contentType?: AppLayoutProps.ContentType
}

export const FrameContext = createContext<(frame: Frame) => void>(() => {})

/** For pages that are one full-page table or wizard, which bring their own heading; others use {@link Page}. */
export function useFrame({ title, breadcrumbs = [], contentType = 'default' }: Frame): void {
  const setFrame = useContext(FrameContext)
  const crumbs = JSON.stringify(breadcrumbs)
  useLayoutEffect(() => {
    setFrame({ title, breadcrumbs: JSON.parse(crumbs), contentType })
  }, [setFrame, title, crumbs, contentType])
}

/** A page below the shell: its heading with buttons, and what is below it. */
export function Page(
  props: Frame & {
    readonly description?: ReactNode
    /** Buttons at the right of the heading. */
    readonly actions?: ReactNode
    readonly children: ReactNode
  },
) {
  const { title, description, actions, children, ...frame } = props
  useFrame({ title, ...frame })
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={description} actions={actions}>
          {title}
        </Header>
      }
    >
      {children}
    </ContentLayout>
  )
}
