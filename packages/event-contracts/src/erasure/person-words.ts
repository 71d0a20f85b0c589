import { z } from 'zod'
import { isJsonObject, type JsonObject } from '../json.ts'

/** What a person is known by. Texts are in lower case. */
export const personWordsSchema = z.object({
  ids: z.array(z.int()).readonly(),
  /** The login that was asked for first; then others of the same id. */
  logins: z.array(z.string()).readonly(),
  names: z.array(z.string()).readonly(),
  emails: z.array(z.string()).readonly(),
  nodeIds: z.array(z.string()).readonly(),
  /** Logins of others that hold one of these: they stay as they are. */
  others: z.array(z.string()).readonly(),
})

export type PersonWords = z.output<typeof personWordsSchema>

/** Collects what a person is known by from everything that it is shown. */
export interface PersonSearch {
  learn(value: unknown): void
  words(): PersonWords
}

export function wordsOfLogin(login: string): PersonWords {
  return { ids: [], logins: [login.toLowerCase()], names: [], emails: [], nodeIds: [], others: [] }
}

/** GitHub's own address for what is done on its pages, by everybody. */
const EVERYBODYS = new Set(['noreply@github.com'])
const NOREPLY = /^(?:(\d+)\+)?([a-z\d-]+)@users\.noreply\.github\.com$/
/** `Co-authored-by: Mona Lisa <mona@github.com>`, and the like. */
const NAMED_ADDRESS = /([^\n\r<>:]{1,100}?)\s*<([^<>\s]{3,254}@[^<>\s]+)>/g
/** Before the name in the text of a signed commit. */
const ROLE = /^\s*(?:author|committer|tagger)\s+/i

/**
 * Goes on from what is known already, an id before all: while there is none, it is the last that is seen with the login that was
 * asked for. What is shown is shown in the order of time, again and again until nothing more is learnt.
 */
export function createPersonSearch(known: PersonWords): PersonSearch {
  const [asked = ''] = known.logins
  const found = {
    ids: new Set(known.ids),
    logins: new Set(known.logins),
    names: new Set(known.names),
    emails: new Set(known.emails),
    nodeIds: new Set(known.nodeIds),
    others: new Set(known.others),
  }
  let newestId: number | null = null
  const isTheirs = (email: string) => {
    if (found.emails.has(email)) return true
    const [, id, login = ''] = NOREPLY.exec(email) ?? []
    return id === undefined ? found.logins.has(login) : found.ids.has(Number(id))
  }
  const learnAccount = (account: JsonObject, login: string) => {
    // A login may have been another's before: whoever has had it last is meant.
    if (login === asked && typeof account.id === 'number') newestId = account.id
    const isById = typeof account.id === 'number' && found.ids.has(account.id)
    if (isById) found.logins.add(login)
    if (isById || (login === asked && typeof account.id !== 'number')) {
      add(found.names, account.name)
      addEmail(found.emails, account.email)
      if (typeof account.node_id === 'string') found.nodeIds.add(account.node_id.toLowerCase())
    } else if (login !== asked && [...found.logins].some((each) => each !== login && login.includes(each)))
      found.others.add(login)
  }
  const learnSignature = (name: unknown, email: string, login: unknown) => {
    const isByLogin = typeof login === 'string' && found.logins.has(login.toLowerCase())
    if (!isByLogin && !isTheirs(email)) return
    addEmail(found.emails, email)
    add(found.names, name)
  }
  const learn = (value: unknown): void => {
    if (typeof value === 'string') {
      if (!value.includes('@')) return
      for (const [, name, email = ''] of value.matchAll(NAMED_ADDRESS))
        learnSignature(name?.replace(ROLE, ''), email.toLowerCase(), null)
    } else if (Array.isArray(value)) for (const each of value) learn(each)
    else if (isJsonObject(value)) {
      if (typeof value.login === 'string') learnAccount(value, value.login.toLowerCase())
      else if (typeof value.email === 'string')
        learnSignature(value.name, value.email.toLowerCase(), value.username)
      for (const each of Object.values(value)) learn(each)
    }
  }
  return {
    learn,
    words: () => ({
      ids: known.ids.length === 0 && newestId !== null ? [newestId] : [...found.ids],
      logins: [...found.logins],
      names: [...found.names],
      emails: [...found.emails],
      nodeIds: [...found.nodeIds],
      others: [...found.others].filter((login) => !found.logins.has(login)),
    }),
  }
}

function add(to: Set<string>, text: unknown): void {
  const word = typeof text === 'string' ? text.trim().toLowerCase() : ''
  if (word !== '') to.add(word)
}

function addEmail(to: Set<string>, text: unknown): void {
  if (typeof text === 'string' && text.includes('@') && !EVERYBODYS.has(text.toLowerCase())) add(to, text)
}
