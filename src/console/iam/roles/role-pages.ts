import type { PageRoute } from '../../page-route.ts'

export const rolePages: readonly PageRoute[] = [
  { path: '/console/iam/roles', load: () => import('./roles-page.tsx') },
  { path: '/console/iam/roles/create', load: () => import('./create/create-role-page.tsx') },
  { path: '/console/iam/roles/details/:name', load: () => import('./role-page.tsx') },
  {
    path: '/console/iam/roles/details/:name/trust-policy',
    load: () => import('./trust-policy-page.tsx'),
  },
  { path: '/console/iam/roles/details/:name/tags', load: () => import('./role-tags-page.tsx') },
  {
    path: '/console/iam/roles/details/:name/attach-policies',
    load: () => import('./attach-policies-page.tsx'),
  },
  {
    path: '/console/iam/roles/details/:name/permissions-boundary',
    load: () => import('./role-boundary-page.tsx'),
  },
  {
    path: '/console/iam/roles/details/:name/create-policy',
    load: () => import('./create-inline-policy-page.tsx'),
  },
  {
    path: '/console/iam/roles/details/:name/edit-policy/:policy',
    load: () => import('./edit-inline-policy-page.tsx'),
  },
]
