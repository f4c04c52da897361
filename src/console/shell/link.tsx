import Link, { type LinkProps } from '@cloudscape-design/components/link'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'

/** What Cloudscape's components say when one of their links is followed. */
interface FollowEvent {
  preventDefault: () => void
  detail: { href?: string | undefined; external?: boolean | undefined }
}

/** For `onFollow` of any Cloudscape component: goes to pages of the console without loading everything anew. */
export function useFollow(): (event: FollowEvent) => void {
  const navigate = useNavigate()
  return event => {
    const { href, external } = event.detail
    if (href === undefined || external || !href.startsWith('/')) return
    event.preventDefault()
    void navigate(href)
  }
}

/** A link to another page of the console. */
export function PageLink(props: {
  readonly to: string
  readonly children: ReactNode
  readonly variant?: LinkProps.Variant
  readonly ariaLabel?: string
}) {
  const follow = useFollow()
  const { to, children, variant = 'secondary', ariaLabel } = props
  return (
    <Link href={to} variant={variant} onFollow={follow} {...(ariaLabel !== undefined && { ariaLabel })}>
      {children}
    </Link>
  )
}
