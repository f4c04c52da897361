import type { PageRoute } from '../page-route.ts'
import {
  invitationsPath,
  policiesPath,
  resourcePolicyPath,
  settingsPath,
  treePath,
} from './organizations-paths.ts'

export const organizationsPages: readonly PageRoute[] = [
  { path: treePath, load: () => import('./tree-page.tsx') },
  { path: `${treePath}/details/account`, load: () => import('./account-page.tsx') },
  { path: `${treePath}/details/unit`, load: () => import('./unit-page.tsx') },
  { path: policiesPath, load: () => import('./policies-page.tsx') },
  { path: `${policiesPath}/create`, load: () => import('./create-policy-page.tsx') },
  { path: `${policiesPath}/details`, load: () => import('./policy-page.tsx') },
  { path: `${policiesPath}/details/edit`, load: () => import('./edit-policy-page.tsx') },
  { path: invitationsPath, load: () => import('./invitations-page.tsx') },
  { path: settingsPath, load: () => import('./settings-page.tsx') },
  { path: resourcePolicyPath, load: () => import('./resource-policy-page.tsx') },
]
