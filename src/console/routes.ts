import { groupPages } from './iam/groups/group-pages.ts'
import { rolePages } from './iam/roles/role-pages.ts'
import { userPages } from './iam/users/user-pages.ts'
import { organizationsPages } from './organizations/organizations-pages.ts'
import type { PageRoute } from './page-route.ts'
import { s3Pages } from './s3/s3-pages.ts'

/** Every page: to add one, add a line. Its section is the second part of the path (`shell/navigation.ts`). */
export const pages: readonly PageRoute[] = [
  { path: '/console/home/start', load: () => import('./home/home-page.tsx') },
  { path: '/console/iam/dashboard', load: () => import('./iam/dashboard/dashboard-page.tsx') },
  { path: '/console/iam/providers', load: () => import('./iam/providers/providers-page.tsx') },
  { path: '/console/iam/providers/create', load: () => import('./iam/providers/add-provider-page.tsx') },
  { path: '/console/iam/providers/details', load: () => import('./iam/providers/provider-page.tsx') },
  {
    path: '/console/iam/providers/details/tags',
    load: () => import('./iam/providers/provider-tags-page.tsx'),
  },
  { path: '/console/iam/settings', load: () => import('./iam/settings/settings-page.tsx') },
  {
    path: '/console/iam/settings/password-policy',
    load: () => import('./iam/settings/password-policy-page.tsx'),
  },
  { path: '/console/iam/policies', load: () => import('./iam/policies/policies-page.tsx') },
  { path: '/console/iam/policies/create', load: () => import('./iam/policies/create-policy-page.tsx') },
  { path: '/console/iam/policies/details', load: () => import('./iam/policies/policy-page.tsx') },
  { path: '/console/iam/policies/details/edit', load: () => import('./iam/policies/edit-policy-page.tsx') },
  { path: '/console/iam/simulator', load: () => import('./simulator/simulator-page.tsx') },
  { path: '/console/why/request', load: () => import('./why/why-page.tsx') },
  { path: '/console/activity/events', load: () => import('./activity/events-page.tsx') },
  { path: '/console/activity/events/details/:id', load: () => import('./activity/event-page.tsx') },
  ...userPages,
  ...groupPages,
  ...rolePages,
  ...s3Pages,
  ...organizationsPages,
]
