import { useSession } from '../api/session.ts'
import { type Page, pages } from '../pages/registry.ts'

/** The pages that whoever looks may open. */
export function usePages(): readonly Page[] {
  const { principal } = useSession() ?? {}
  return principal?.repositories == null ? pages : forSome
}

const forSome = pages.filter(({ isOfAll }) => isOfAll !== true)
