import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiProblem } from './api/api-problem.ts'
import { FRESH_MS } from './api/use-api.ts'
import { NowContext } from './filters/use-filters.ts'
import { Toasts } from './pieces/toasts.tsx'
import { createDashboardRouter } from './router.tsx'

const MINUTE = 60_000

/** The dashboard with all that its pages stand on. */
export function App() {
  const [{ client, router }] = useState(createParts)
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <Toasts>
          <Minutes>
            <RouterProvider router={router} />
          </Minutes>
        </Toasts>
      </QueryClientProvider>
    </CSPProvider>
  )
}

function createParts() {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        // The key was taken back or the session has ended: who looks is asked anew.
        if (error instanceof ApiProblem && error.status === 401) void leave()
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // The clock moves ranges: each minute has its own answers, and those of the last ones are looked at no more.
        gcTime: MINUTE,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && isFinal(error.status)),
      },
    },
  })
  const router = createDashboardRouter(client)
  const leave = async () => {
    client.removeQueries({ queryKey: ['session'] })
    await router.navigate({ to: '/sign-in' })
  }
  return { client, router }
}

/** What no second try mends. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429
}

/** Tells everything below which minute it is. */
function Minutes({ children }: { readonly children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE)
    return () => clearInterval(timer)
  }, [])
  return <NowContext value={now}>{children}</NowContext>
}
