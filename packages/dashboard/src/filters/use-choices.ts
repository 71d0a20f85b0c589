import { useApi } from '../api/use-api.ts'

/** What can be picked, by a part of its name; undefined until it is known. */
export type UseChoices = (text: string) => readonly string[] | undefined

const SHOWN = 50

/** The server looks for the name among all of them. */
export const useRepositoryNames: UseChoices = (text) => {
  const name = text === '' ? undefined : [text]
  const { data } = useApi(
    'listRepositories',
    { query: { name, limit: SHOWN, sort: 'commits_30_days' } },
    { live: false },
  )
  return data?.data.map(({ repository }) => repository)
}

/** Those who contributed most; whoever else it is can be written out. */
export const usePeople: UseChoices = (text) => {
  const { data } = useApi('listContributors', { query: { limit: 500 } }, { live: false })
  if (data === undefined) return undefined
  const found = data.data.map(({ login }) => login).filter((login) => includes(login, text))
  const isAnother = text !== '' && !found.some((login) => login.toLowerCase() === text.toLowerCase())
  return isAnother ? [...found.slice(0, SHOWN), text] : found.slice(0, SHOWN)
}

export const useTeamNames: UseChoices = (text) => {
  const { data } = useApi('listTeams', {}, { live: false })
  const names = data?.data.flatMap(({ teams }) => teams.map(({ name }) => name))
  return names && [...new Set(names)].filter((name) => includes(name, text))
}

function includes(name: string, text: string): boolean {
  return name.toLowerCase().includes(text.toLowerCase())
}
