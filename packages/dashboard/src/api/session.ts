import type { Session } from '@octometer/gateway-api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { send } from './ask.ts'

const PATH = '/auth/session'
const KEY = ['session']

export type SignIn = { readonly key: string } | { readonly jwt: string } | { readonly once: string }

/** Who is signed in. Undefined until it is known. */
export function useSession(): Session | undefined {
  return useQuery({ queryKey: KEY, queryFn: readSession, staleTime: 60_000, meta: { live: false } }).data
}

/** Signing in and out; what was fetched as somebody else is forgotten. */
export function useSessionChange(): {
  readonly signIn: (by: SignIn) => Promise<void>
  readonly signOut: () => Promise<void>
} {
  const client = useQueryClient()
  return {
    async signIn(by) {
      const answer = await send(PATH, 'POST', JSON.stringify(by))
      const session = (await answer.json()) as Session
      client.clear()
      client.setQueryData(KEY, session)
    },
    async signOut() {
      await send(PATH, 'DELETE')
      client.clear()
    },
  }
}

/** Throws ApiProblem. */
export async function readSession(): Promise<Session> {
  const answer = await send(PATH, 'GET')
  return (await answer.json()) as Session
}

/** Whether the session may do what needs this role. */
export function mayAs(session: Session | undefined, role: 'viewer' | 'operator' | 'admin'): boolean {
  const ranks = { viewer: 0, operator: 1, admin: 2 }
  return session?.principal != null && ranks[session.principal.role] >= ranks[role]
}
