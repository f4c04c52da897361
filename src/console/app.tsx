import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { apiFault } from './api/fault.ts'
import { pages } from './routes.ts'
import { SessionProvider } from './session/session.tsx'
import { Broken } from './shell/broken.tsx'
import { RequireSession } from './shell/require-session.tsx'
import { Starting } from './shell/starting.tsx'

const page = (load: () => Promise<{ default: React.ComponentType }>) => async () => ({
  Component: (await load()).default,
})

const routes: RouteObject[] = [
  {
    ErrorBoundary: Broken,
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

const router = createBrowserRouter(routes)

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal is an answer; only a connection that failed is tried again.
      retry: (failures, error) => failures < 2 && apiFault(error).code === 'Unreachable',
    },
    mutations: { retry: false },
  },
})

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <SessionProvider>
        <RouterProvider router={router} />
      </SessionProvider>
    </QueryClientProvider>
  )
}
