import { pages } from '../routes.ts'
import { type Section, sectionNames } from '../words/common.ts'
import { navigation as words } from '../words/navigation.ts'

interface NavigationLink {
  readonly text: string
  readonly href: string
}

interface NavigationGroup {
  readonly text: string
  readonly links: readonly NavigationLink[]
}

export type NavigationItem = NavigationLink | NavigationGroup

export interface NavigationSection {
  readonly section: Section
  readonly name: string
  readonly description: string
  /** Where the section begins. */
  readonly href: string
  readonly items: readonly NavigationItem[]
}

/** Every section of the console and its pages, in order; what is not in `routes.ts` (yet) is not shown. */
const all: readonly Omit<NavigationSection, 'name' | 'description'>[] = [
  { section: 'home', href: '/console/home/start', items: [] },
  {
    section: 'iam',
    href: '/console/iam/dashboard',
    items: [
      { text: words.dashboard, href: '/console/iam/dashboard' },
      {
        text: words.accessManagement,
        links: [
          { text: words.groups, href: '/console/iam/groups' },
          { text: words.users, href: '/console/iam/users' },
          { text: words.roles, href: '/console/iam/roles' },
          { text: words.policies, href: '/console/iam/policies' },
          { text: words.providers, href: '/console/iam/providers' },
          { text: words.settings, href: '/console/iam/settings' },
        ],
      },
      {
        text: words.accessAnalysis,
        links: [
          { text: words.simulator, href: '/console/iam/simulator' },
          { text: words.why, href: '/console/why/request' },
          { text: words.events, href: '/console/activity/events' },
        ],
      },
    ],
  },
  {
    section: 'activity',
    href: '/console/activity/events',
    items: [{ text: words.events, href: '/console/activity/events' }],
  },
  {
    section: 's3',
    href: '/console/s3/buckets',
    items: [{ text: words.buckets, href: '/console/s3/buckets' }],
  },
  {
    section: 'organizations',
    href: '/console/organizations/tree',
    items: [
      { text: words.organization, href: '/console/organizations/tree' },
      { text: words.controlPolicies, href: '/console/organizations/policies' },
      { text: words.invitations, href: '/console/organizations/invitations' },
      { text: words.organizationSettings, href: '/console/organizations/settings' },
    ],
  },
]

const paths: ReadonlySet<string> = new Set(pages.map(({ path }) => path))

/** Whether a link leads to a page of the console. */
export function hasPage(href: string): boolean {
  return paths.has(href)
}

const isThere = ({ href }: NavigationLink) => hasPage(href)

export const sections: readonly NavigationSection[] = all.flatMap(section => {
  const items = section.items.flatMap((item): NavigationItem[] => {
    if ('href' in item) return isThere(item) ? [item] : []
    const links = item.links.filter(isThere)
    return links.length > 0 ? [{ ...item, links }] : []
  })
  const href = [section.href, ...items.flatMap(hrefsOf)].find(hasPage)
  if (href === undefined) return []
  const { section: id } = section
  return [{ section: id, name: sectionNames[id], description: words.serviceDescriptions[id], href, items }]
})

export function hrefsOf(item: NavigationItem): readonly string[] {
  return 'href' in item ? [item.href] : item.links.map(({ href }) => href)
}

/** The section that a path below /console belongs to. */
export function sectionAt(pathname: string): NavigationSection | undefined {
  const [, , section] = pathname.split('/')
  // Why and Activity are reached from IAM's navigation, and keep it.
  const shownIn = section === 'why' ? 'iam' : section
  return sections.find(candidate => candidate.section === shownIn)
}

/** The list or section that a page belongs to: where somebody else lands who may not know the very thing shown. */
export function placeOf(pathname: string): string {
  // An organization is its management account's to see: whoever is somebody of another account now begins at home.
  if (pathname.startsWith('/console/organizations/')) return '/console/home/start'
  return pathname.replace(/\/(details|create)(\/.*)?$/, '')
}
