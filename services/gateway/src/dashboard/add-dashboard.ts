import type Router from '@koa/router'
import type { AnswersConfig, ServerConfig } from '@octometer/config'
import type { Authenticator, RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { addDashboardFiles } from './dashboard-routes.ts'
import { readSession } from './session-cookie.ts'
import { addSessions } from './session-routes.ts'
import { openSessions } from './sessions.ts'
import { createSignInLinks } from './sign-in-links.ts'

interface DashboardParts {
  readonly config: { readonly server: ServerConfig; readonly answers: AnswersConfig }
  readonly authenticator: Authenticator
  readonly now: () => Date
}

interface Dashboard {
  /** What signs in once with the rights of a credential. */
  readonly signInOnce: (credential: string) => string
  /** Goes before every route that may be asked with a session. */
  readonly readSession: Koa.Middleware<RequestState>
}

/** The dashboard's files, and the sessions of who looks at it. */
export function addDashboard(
  router: Router<RequestState>,
  { config, authenticator, now }: DashboardParts,
): Dashboard {
  const sessions = openSessions(config.server.encryptionKey, now)
  const links = createSignInLinks(now)
  addSessions(router, { sessions, links, authenticator })
  addDashboardFiles(router, config.answers.dashboardDir)
  return { signInOnce: links.create, readSession: readSession(sessions) }
}
