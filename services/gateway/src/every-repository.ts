import { type Principal, problem } from '@octometer/service-kit'

/** Some things belong to no repository: who may see only some repositories cannot be shown them. Throws a 403. */
export function requireEveryRepository({ repositories, name }: Principal, what: string): void {
  if (repositories === null) return
  const detail = `${what} is not kept by repository, and ${name} may see only some repositories.`
  throw problem(403, 'repositories_restricted', detail)
}
