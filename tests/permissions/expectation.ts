import { apiRoles } from '@octometer/gateway-api'
import type { DefinedRoute } from './defined-routes.ts'

/** Who asks. `limited` has a key with the role admin that shows one repository; `stranger` one that nobody made. */
export const askers = ['nobody', 'stranger', 'viewer', 'operator', 'admin', 'limited'] as const
export type Asker = (typeof askers)[number]

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type Method = (typeof methods)[number]

export type Expected =
  | { readonly kind: 'let in' | 'unauthorized' | 'forbidden' | 'unsigned' | 'not found' }
  | { readonly kind: 'no such method' | 'options'; readonly allow: string }

const answered = ({ method }: DefinedRoute) => (method === 'GET' ? ['GET', 'HEAD'] : [method])

/** A path as somebody asks for it. */
export const pathOf = ({ path }: Pick<DefinedRoute, 'path'>) => path.replaceAll(/\{\w+\}|\*\w+/g, 'something')

/** The routes of a path; one that names it whole goes before those with a parameter. */
function routesAt(routes: readonly DefinedRoute[], path: string): readonly DefinedRoute[] {
  const matching = routes.filter((route) => patternOf(route).test(path))
  return matching.toSorted((a, b) => Number(b.path === path) - Number(a.path === path))
}

function patternOf({ path }: DefinedRoute): RegExp {
  const escaped = path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')
  return new RegExp(`^${escaped.replaceAll(/\*\w+/g, '.+')}$`)
}

const rankOf = (asker: Asker): number =>
  asker === 'limited' ? rankOf('admin') : apiRoles.indexOf(asker as never)

/** What the definitions say of a request. */
export function expected(
  routes: readonly DefinedRoute[],
  method: Method,
  path: string,
  asker: Asker,
): Expected {
  const here = routesAt(routes, path)
  if (here.length === 0) return { kind: 'not found' }
  const route = here.find((each) => answered(each).includes(method))
  if (route !== undefined) return { kind: admission(route, asker) }
  const allow = [...new Set(here.flatMap(answered))].sort().join(', ')
  return { kind: method === 'OPTIONS' ? 'options' : 'no such method', allow }
}

function admission({ needs, knowsIssuedKeys }: DefinedRoute, asker: Asker) {
  if (needs === 'signature') return 'unsigned'
  if (needs === 'nobody') return 'let in'
  if (rankOf(asker) < 0 || (asker === 'limited' && knowsIssuedKeys === false)) return 'unauthorized'
  return rankOf(asker) < apiRoles.indexOf(needs) ? 'forbidden' : 'let in'
}
