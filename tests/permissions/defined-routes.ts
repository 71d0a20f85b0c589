import { type ApiRole, apiRoles, badgeNames } from '@octometer/gateway-api'
import { z } from 'zod'

/** Who may ask: everybody, who has a role at least, or who brings what was signed, whatever else they are. */
type Needed = ApiRole | 'nobody' | 'signature'

export interface DefinedRoute {
  readonly method: string
  readonly path: string
  readonly needs: Needed
  /** Ingress reads no bucket of keys: those that are made while the gateway runs are none of its. */
  readonly knowsIssuedKeys?: false
}

const operation = z.object({ 'x-octometer-role': z.enum(apiRoles).nullable() })
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) })

/** What the document of the API defines: gateway-api's routes and the seeds'. */
export function documentedRoutes(served: unknown): readonly DefinedRoute[] {
  const { paths } = document.parse(served)
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { 'x-octometer-role': role }]) => ({
      method: method.toUpperCase(),
      path,
      needs: role ?? 'nobody',
    })),
  )
}

const everybody = (...paths: readonly string[]): readonly DefinedRoute[] =>
  paths.map((path) => ({ method: 'GET', path, needs: 'nobody' }))
const posted = (needs: Needed, ...paths: readonly string[]): readonly DefinedRoute[] =>
  paths.map((path) => ({ method: 'POST', path, needs }))

/**
 * What no OpenAPI document holds, by hand: whoever adds such a route says here who may ask it. Deliveries are let in by their
 * signatures, badges by theirs, the App's page by a state that an admin was given; a session begins without one.
 */
export const undocumentedRoutes: readonly DefinedRoute[] = [
  ...everybody('/livez', '/readyz', '/metrics', '/openapi.json'),
  ...everybody('/docs', '/docs/page.js', '/docs/page.css', '/docs/favicon.png'),
  ...everybody('/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js'),
  ...everybody('/redoc', '/redoc/page.js', '/redoc/page.css', '/redoc/redoc.standalone.js'),
  ...everybody('/', '/dashboard', '/dashboard/', '/dashboard/*path', '/auth/github/app'),
  ...badgeNames.map((name) => ({ method: 'GET', path: `/badges/${name}.svg`, needs: 'signature' as const })),
  ...everybody('/auth/session'),
  ...posted('nobody', '/auth/session'),
  { method: 'DELETE', path: '/auth/session', needs: 'nobody' },
  ...posted('viewer', '/mcp'),
  { method: 'GET', path: '/metrics/ws', needs: 'viewer' },
  { method: 'GET', path: '/api/sync/stream', needs: 'viewer' },
  ...posted('signature', '/webhooks/github', '/metrics', '/api/monitor/webhook'),
  ...posted('signature', '/api/v1/webhooks/github', '/api/webhooks/github'),
  { method: 'POST', path: '/api/v1/api-calls', needs: 'operator', knowsIssuedKeys: false },
  { method: 'POST', path: '/api/v1/import', needs: 'admin', knowsIssuedKeys: false },
]
