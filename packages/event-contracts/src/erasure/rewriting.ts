import { isJsonObject } from '../json.ts'
import type { PersonWords } from './person-words.ts'

/** Who stands in a person's place: the same everywhere, and nobody else's. */
export interface Placeholder {
  /** In lower case. */
  readonly login: string
  /** Above every id that GitHub gives. */
  readonly id: number
}

/** How texts and JSON are rewritten for one person. What was rewritten is rewritten to itself. */
export interface Rewriting {
  text(text: string): string
  /** The value itself when there is nothing of theirs in it. */
  json(value: unknown): unknown
  /** The same for JSON that is written down; what is none is a text. */
  jsonText(text: string): string
  /** A row of a table: those of its columns that hold JSON are read as such. */
  row(
    row: Readonly<Record<string, unknown>>,
    jsonColumns: ReadonlySet<string>,
  ): Readonly<Record<string, unknown>>
}

/** What stands under these keys is one of GitHub's own words, whatever a person is called. */
const VOCABULARY: ReadonlySet<string> = new Set(
  `action state state_reason status conclusion type event events author_association ref_type pusher_type permission
   permissions visibility active_lock_reason merge_method mergeable_state side start_side subject_type content_type
   language encoding user_view_type repository_selection`.split(/\s+/),
)
/** Numbers under these keys are ids of accounts. */
const ACCOUNT_IDS: ReadonlySet<string> = new Set(
  'user_id author_id actor_id sender_id owner_id account_id assignee_id reviewer_id target_id'.split(' '),
)
/** Columns that name somebody: a single word in them is a name. */
const NAMING_COLUMN = /author|actor|login|reviewer|sender|participant|user|resolved_by/

export function createRewriting(words: PersonWords, placeholder: Placeholder): Rewriting {
  const pattern = patternOf(words)
  const ids = new Set(words.ids)
  const names = new Set(words.names)
  const address = `${placeholder.login}@users.noreply.github.com`
  const others = new Set(words.others)
  const replacementOf = (found: string): string => {
    const word = found.toLowerCase()
    if (others.has(word)) return found
    if (word.includes('@')) return address
    return word.startsWith('/u/') ? `/u/${placeholder.id}` : placeholder.login
  }
  const text = (value: string) => value.replace(pattern, replacementOf)
  const named = (value: unknown, key: string, isAccount: boolean, isSignature: boolean): unknown => {
    if (typeof value === 'number')
      return ids.has(value) && ((key === 'id' && isAccount) || ACCOUNT_IDS.has(key)) ? placeholder.id : value
    if (VOCABULARY.has(key) && isWords(value)) return value
    if (typeof value !== 'string') return json(value)
    const isName = key === 'name' && (isAccount || isSignature) && names.has(value.trim().toLowerCase())
    return isName ? placeholder.login : text(value)
  }
  function json(value: unknown): unknown {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return sameOr(value, value.map(json))
    if (!isJsonObject(value)) return value
    const isAccount = typeof value.login === 'string'
    const isSignature = typeof value.email === 'string' || typeof value.username === 'string'
    const entries = Object.entries(value)
    const rewritten = entries.map(([key, each]) => named(each, key, isAccount, isSignature))
    if (rewritten.every((each, index) => each === entries[index]?.[1])) return value
    return Object.fromEntries(entries.map(([key], index) => [key, rewritten[index]]))
  }
  return {
    text,
    json,
    jsonText: (written) => jsonText(written, json),
    row: (row, jsonColumns) => {
      const rewritten = Object.entries(row).map(([column, value]) => {
        if (jsonColumns.has(column) && typeof value === 'string') return [column, jsonText(value, json)]
        const isName =
          NAMING_COLUMN.test(column) && typeof value === 'string' && names.has(value.toLowerCase())
        return [column, isName ? placeholder.login : json(value)]
      })
      return rewritten.every(([column, value]) => value === row[column as string])
        ? row
        : Object.fromEntries(rewritten)
    },
  }
}

/** JSON as text: as it was when nothing in it is rewritten. */
function jsonText(written: string, json: (value: unknown) => unknown): string {
  const parsed = parsedOrText(written)
  const rewritten = json(parsed)
  if (rewritten === parsed) return written
  return parsed === written ? String(rewritten) : JSON.stringify(rewritten)
}

function parsedOrText(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return written
  }
}

function isWords(value: unknown): boolean {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'))
  )
}

function sameOr(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.every((each, index) => each === before[index]) ? before : after
}

/** Longer words first, others' logins among them: where two begin at one place, the longer is meant. */
function patternOf({ ids, logins, names, emails, nodeIds, others }: PersonWords): RegExp {
  const words = [...logins, ...names.filter(isWholeName), ...emails, ...nodeIds, ...others]
  const longestFirst = words
    .sort((one, other) => other.length - one.length)
    .map((word) => RegExp.escape(word))
  const whole = `(?<![a-z\\d])(?:${longestFirst.join('|')})(?![a-z\\d])`
  const byId = ids.flatMap((id) => [
    `(?<!\\d)${id}\\+[a-z\\d-]+@users\\.noreply\\.github\\.com`,
    `/u/${id}(?!\\d)`,
  ])
  return new RegExp([...byId, whole].join('|'), 'giu')
}

/** A single word may be any word of a text; two are somebody. */
function isWholeName(name: string): boolean {
  return /\S\s+\S/u.test(name)
}
