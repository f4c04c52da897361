import AppLayout from '@cloudscape-design/components/app-layout'
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { useSession } from '../session/session.tsx'
import { common } from '../words/common.ts'
import { shell } from '../words/shell.ts'
import { Flashes, FlashProvider, useFlash } from './flash.tsx'
import { useFollow } from './link.tsx'
import { hrefsOf, type NavigationItem, type NavigationSection, sectionAt } from './navigation.ts'
import { type Frame, FrameContext } from './page.tsx'
import { TopBar } from './top-bar.tsx'

/** What stands around every page. */
export default function Shell() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <FlashProvider>
        <a className="skip" href="#content">
          {shell.skip}
        </a>
        <TopBar />
        <Layout />
      </FlashProvider>
    </I18nProvider>
  )
}

function Layout() {
  const { scope } = useSession()
  const { pathname } = useLocation()
  const section = sectionAt(pathname)
  const [frame, setFrame] = useState<Frame>({ title: '' })
  const [isNavigationOpen, setNavigationOpen] = useState(() => innerWidth > 900)
  const hasNavigation = section !== undefined && section.items.length > 0
  useDocumentTitle(frame.title, section)
  useFocusOnNewPage(pathname)
  useRoleEnd()
  return (
    <AppLayout
      headerSelector="#bar"
      toolsHide
      navigationHide={!hasNavigation}
      navigationOpen={isNavigationOpen}
      onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
      navigation={section && <Navigation section={section} />}
      breadcrumbs={hasNavigation && <Breadcrumbs section={section} frame={frame} />}
      contentType={frame.contentType ?? 'default'}
      {...(frame.contentType === 'form' && { maxContentWidth: formWidthPx })}
      notifications={<Flashes />}
      stickyNotifications
      content={
        <FrameContext value={setFrame}>
          <div id="content" tabIndex={-1}>
            {/* Another identity sees another page: nothing that was typed or shown is carried over. */}
            <Outlet key={scope} />
          </div>
        </FrameContext>
      }
      ariaLabels={{
        navigation: shell.sideNavigation,
        navigationToggle: shell.openNavigation,
        navigationClose: shell.closeNavigation,
        notifications: shell.notifications,
      }}
    />
  )
}

/** Lines that are read and filled in from top to bottom are not to be as wide as a screen may be. */
const formWidthPx = 860

/** Where the link that was followed is gone with its page, the keyboard goes on at the beginning of the new one. */
function useFocusOnNewPage(pathname: string): void {
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    const { activeElement } = document
    if (!activeElement || activeElement === document.body) {
      document.getElementById('content')?.focus({ preventScroll: true })
    }
  }, [pathname])
}

/** Roles end by themselves; the rights that pages act with are then one's own again, which is to be said. */
function useRoleEnd(): void {
  const { session } = useSession()
  const flash = useFlash()
  const before = useRef(session)
  useEffect(() => {
    const { role } = before.current
    const ended = role && !session.role && Date.now() >= role.expiresAt
    if (ended && before.current.slot === session.slot) {
      const text = shell.roleEnded(role.displayName, session.identity.name)
      flash({ type: 'info', topic: 'identity', content: text })
    }
    before.current = session
  }, [session, flash])
}

/** A role goes first: it is what tells two tabs apart. */
function useDocumentTitle(title: string, section: NavigationSection | undefined): void {
  const { role } = useSession().session
  useLayoutEffect(() => {
    const parts = [title, title === section?.name ? undefined : section?.name, common.product]
    const page = parts.filter(Boolean).join(' | ')
    document.title = role ? `${role.displayName} · ${page}` : page
  }, [title, section, role])
}

function Breadcrumbs({ section, frame }: { readonly section: NavigationSection; readonly frame: Frame }) {
  const follow = useFollow()
  const { pathname } = useLocation()
  const crumbs = [{ text: section.name, href: section.href }, ...(frame.breadcrumbs ?? [])]
  const own = { text: frame.title, href: pathname }
  return (
    <div className="contents" ref={mendToolbar}>
      <BreadcrumbGroup
        ariaLabel={shell.breadcrumbs}
        items={frame.title === section.name || frame.title === '' ? crumbs : [...crumbs, own]}
        onFollow={follow}
      />
    </div>
  )
}

/** On narrow screens Cloudscape puts breadcrumbs beside a `nav` with an orientation, which ARIA has for toolbars and not for landmarks. */
function mendToolbar(breadcrumbs: HTMLElement | null): void {
  const toolbar = breadcrumbs?.closest('section')
  toolbar?.querySelector('nav[aria-orientation]')?.removeAttribute('aria-orientation')
}

function Navigation({ section }: { readonly section: NavigationSection }) {
  const follow = useFollow()
  const { pathname } = useLocation()
  const hrefs = section.items.flatMap(hrefsOf)
  const active = hrefs.find(href => pathname === href || pathname.startsWith(`${href}/`)) ?? ''
  return (
    <SideNavigation
      header={{ text: section.name, href: section.href }}
      items={section.items.map(itemOf)}
      activeHref={active}
      onFollow={follow}
    />
  )
}

function itemOf(item: NavigationItem): SideNavigationProps.Item {
  if ('href' in item) return { type: 'link', ...item }
  return {
    type: 'section',
    text: item.text,
    items: item.links.map(link => ({ type: 'link', ...link })),
  }
}
