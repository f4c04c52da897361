import type { PageRoute } from '../page-route.ts'
import { bucketsPath, createBucketPath } from './s3-paths.ts'

export const s3Pages: readonly PageRoute[] = [
  { path: bucketsPath, load: () => import('./buckets-page.tsx') },
  { path: createBucketPath, load: () => import('./create-bucket-page.tsx') },
  { path: `${bucketsPath}/details`, load: () => import('./bucket-page.tsx') },
  { path: `${bucketsPath}/details/policy`, load: () => import('./bucket-policy-page.tsx') },
  { path: `${bucketsPath}/details/tags`, load: () => import('./bucket-tags-page.tsx') },
  { path: `${bucketsPath}/details/object`, load: () => import('./object-page.tsx') },
  { path: `${bucketsPath}/details/object/tags`, load: () => import('./object-tags-page.tsx') },
]
