import { type Principal, problem } from '@octometer/service-kit'

/** Throws a 403 for who may see only some repositories; `because` says what is not kept by repository. */
export function requireEveryRepository({ repositories, name }: Principal, because: string): void {
  if (repositories === null) return
  const detail = `${because}, and ${name} may see only some repositories.`
  throw problem(403, 'repositories_restricted', detail)
}
