import { useApi } from '../../api/use-api.ts'

/** A hook by whose it is, where that is known; else by its number. */
export function useHookNames(): (hook: string) => string {
  const { data } = useApi('listHooks', {}, { live: false })
  const owners = new Map(data?.data.map(({ hook, owner }) => [hook, owner]))
  return (hook) => owners.get(hook) ?? hook
}
