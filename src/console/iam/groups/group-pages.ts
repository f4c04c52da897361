import type { PageRoute } from '../../page-route.ts'

export const groupPages: readonly PageRoute[] = [
  { path: '/console/iam/groups', load: () => import('./groups-page.tsx') },
  { path: '/console/iam/groups/create', load: () => import('./create-group-page.tsx') },
  { path: '/console/iam/groups/details/:name', load: () => import('./group-page.tsx') },
  { path: '/console/iam/groups/details/:name/add-users', load: () => import('./add-users-page.tsx') },
  {
    path: '/console/iam/groups/details/:name/attach-policies',
    load: () => import('./attach-policies-page.tsx'),
  },
  {
    path: '/console/iam/groups/details/:name/create-policy',
    load: () => import('./create-inline-policy-page.tsx'),
  },
  {
    path: '/console/iam/groups/details/:name/edit-policy/:policy',
    load: () => import('./edit-inline-policy-page.tsx'),
  },
]
