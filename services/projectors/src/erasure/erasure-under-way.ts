import {
  createRewriting,
  type PersonWords,
  personWordsSchema,
  type Rewriting,
} from '@octometer/event-contracts'
import { type ErasureState, openErasures, type RowRewriting, type Store } from '@octometer/read-store'

/** What a person who is being erased is known by. Throws when nobody knows any more. */
export async function wordsOf(store: Store, { erasure_id }: ErasureState): Promise<PersonWords> {
  const words = await openErasures(store).words(erasure_id)
  if (words === null)
    throw new Error(`what erasure ${erasure_id} is about is forgotten before its end: ask for it again`)
  return personWordsSchema.parse(JSON.parse(words))
}

/** Texts that are looked for: what holds none of them has nothing of the person. */
export function needlesOf({ ids, logins, names, emails, nodeIds }: PersonWords): readonly string[] {
  return [...ids.map(String), ...logins, ...names, ...emails, ...nodeIds]
}

export function rewritingOf(words: PersonWords, { placeholder, placeholder_id }: ErasureState): Rewriting {
  return createRewriting(words, { login: placeholder, id: placeholder_id })
}

const NO_JSON: ReadonlySet<string> = new Set()

/** How rows are taken over from a generation before while people are being erased; null when nobody is. */
export async function rowsUnderErasure(store: Store): Promise<RowRewriting | null> {
  const underWay = (await openErasures(store).list()).filter(({ phase }) => phase !== 'done')
  if (underWay.length === 0) return null
  const each = await Promise.all(
    underWay.map(async (erasure) => {
      const words = await wordsOf(store, erasure)
      return { needles: needlesOf(words), rewriting: rewritingOf(words, erasure) }
    }),
  )
  return {
    needles: each.flatMap(({ needles }) => needles),
    rewrite: (row) => each.reduce((before, { rewriting }) => rewriting.row(before, NO_JSON), row),
  }
}
