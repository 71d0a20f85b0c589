import { type Principal, problem } from '@octometer/service-kit'

/** Calls belong to tokens, not to repositories: who may see only some repositories cannot be shown them. */
export function requireEveryRepository({ repositories, name }: Principal): void {
  if (repositories === null) return
  const detail = `API usage is not kept by repository, and ${name} may see only some repositories.`
  throw problem(403, 'repositories_restricted', detail)
}
