import type { PageRoute } from '../../page-route.ts'

export const userPages: readonly PageRoute[] = [
  { path: '/console/iam/users', load: () => import('./users-page.tsx') },
  { path: '/console/iam/users/create', load: () => import('./create/create-user-page.tsx') },
  { path: '/console/iam/users/details/:name', load: () => import('./user-page.tsx') },
  { path: '/console/iam/users/details/:name/tags', load: () => import('./user-tags-page.tsx') },
  {
    path: '/console/iam/users/details/:name/add-to-groups',
    load: () => import('./add-to-groups-page.tsx'),
  },
  {
    path: '/console/iam/users/details/:name/attach-policies',
    load: () => import('./attach-policies-page.tsx'),
  },
  {
    path: '/console/iam/users/details/:name/permissions-boundary',
    load: () => import('./user-boundary-page.tsx'),
  },
  {
    path: '/console/iam/users/details/:name/create-policy',
    load: () => import('./create-inline-policy-page.tsx'),
  },
  {
    path: '/console/iam/users/details/:name/edit-policy/:policy',
    load: () => import('./edit-inline-policy-page.tsx'),
  },
  {
    path: '/console/iam/security-credentials',
    load: () => import('../credentials/own-credentials-page.tsx'),
  },
]
