import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { apiFault } from './api/fault.ts'
import type { PageRoute } from './page-route.ts'
import { pages } from './routes.ts'
import type { SessionKeeper } from './session/keeper.ts'
import { SessionProvider } from './session/session.tsx'
import { AllBroken, Broken } from './shell/broken.tsx'
import { RequireSession } from './shell/require-session.tsx'
import { Starting } from './shell/starting.tsx'

/** The router would go on waiting for code that did not come; a page that throws is what its boundary is for. */
const page = (load: PageRoute['load']) => async () => ({
  Component: await load().then(
    ({ default: Component }) => Component,
    (error: unknown) => () => {
      throw error
    },
  ),
})

const routes: RouteObject[] = [
  {
    ErrorBoundary: AllBroken,
    HydrateFallback: Starting,
    children: [
      { path: '/signin', lazy: page(() => import('./sign-in/sign-in-page.tsx')) },
      { path: '/console/:alias', lazy: page(() => import('./sign-in/sign-in-page.tsx')) },
      { path: '/console', element: <Navigate to="/console/home/start" replace /> },
      { path: '/', element: <Navigate to="/console/home/start" replace /> },
      {
        Component: RequireSession,
        children: [
          {
            lazy: page(() => import('./shell/shell.tsx')),
            children: [
              { path: '/switchrole', lazy: page(() => import('./switch-role/switch-role-page.tsx')) },
              ...pages.map(({ path, load }) => ({ path, lazy: page(load), ErrorBoundary: Broken })),
              { path: '*', lazy: page(() => import('./shell/not-found-page.tsx')) },
            ],
          },
        ],
      },
    ],
  },
]

const newQueries = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A refusal is an answer; only a connection that failed is tried again.
        retry: (failures, error) => failures < 2 && apiFault(error).code === 'Unreachable',
      },
      mutations: { retry: false },
    },
  })

export function App({ keeper }: { readonly keeper: SessionKeeper }) {
  const [router] = useState(() => createBrowserRouter(routes))
  const [queries] = useState(newQueries)
  return (
    <QueryClientProvider client={queries}>
      <SessionProvider keeper={keeper}>
        <RouterProvider router={router} />
      </SessionProvider>
    </QueryClientProvider>
  )
}
