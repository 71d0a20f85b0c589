import { z } from 'zod'

/** A time as it is answered: ISO 8601 in UTC. */
export const time = z.iso.datetime()

/** A time as it is asked for: ISO 8601 with its offset. */
export const timeParameter = z.iso.datetime({
  offset: true,
  error: 'must be a time like 2026-01-31T00:00:00Z',
})

export const since = timeParameter.optional().describe('From this time on, inclusive.')
export const until = timeParameter.optional().describe('Up to this time, exclusive.')

/** Both bounds included; whatever is wrong with it, the message says what it must be. */
export function wholeNumber(least: number, most: number): z.ZodInt {
  const error = `must be a whole number from ${least} to ${most}`
  return z.int({ error }).min(least, error).max(most, error)
}

export const limit = wholeNumber(1, 1000)
  .default(100)
  .describe('At most so many entries; a page may hold fewer although another follows.')

export const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,2000}$/, 'must be the next_cursor of an earlier answer')
  .optional()
  .describe("An earlier answer's `page.next_cursor`: goes on after it. The other parameters stay the same.")

export const repositoryName = z
  .string()
  .max(200, 'must have at most 200 characters')
  .regex(/^[^/]+\/[^/]+$/, 'must be like owner/name')

/** Names without case, old ones too. */
export const repository = z
  .array(repositoryName)
  .max(500, 'may be given 500 times')
  .optional()
  .describe('`owner/name`, in any case; an old name finds the repository under its new one. May be repeated.')

/** Text that is compared as it is, or without case where its description says so. May be repeated. */
export function texts(description: string) {
  return z
    .array(z.string().min(1, 'must not be empty').max(300, 'must have at most 300 characters'))
    .max(100, 'may be given 100 times')
    .optional()
    .describe(`${description} May be repeated.`)
}

/** One of a few words. May be repeated. */
export function words<const W extends readonly [string, ...string[]]>(known: W, description: string) {
  return z
    .array(z.enum(known, { error: `must be one of ${known.join(', ')}` }))
    .max(known.length, `may be given ${known.length} times`)
    .optional()
    .describe(`${description} May be repeated.`)
}

const directions = ['asc', 'desc'] as const

/** What a list can be ordered by, and whether that is a text or a value: a number, a time, a rank. */
export type SortOrders<Name extends string = string> = Readonly<Record<Name, 'text' | 'value'>>

/** By what the whole of a list can be ordered, and by what it is unless that is said. */
export function sortedBy<Name extends string>(orders: SortOrders<Name>, first: NoInfer<Name>) {
  const names = Object.keys(orders).filter((name): name is Name => name in orders)
  return {
    sort: z
      .enum(names, { error: `must be one of ${names.join(', ')}` })
      .default(() => first)
      .describe(
        'What the whole list is ordered by, before it is cut to pages. What is unknown comes last, whichever the direction.',
      ),
    direction: z
      .enum(directions, { error: `must be one of ${directions.join(', ')}` })
      .optional()
      .describe(
        '`asc`: from the least, the oldest, or a on. `desc`: from the greatest, the newest, or z on. Unless it is given, texts go from a to z and everything else from the greatest on.',
      ),
  }
}

/** Whether a list that is asked so begins with the greatest. */
export function isDescending<Name extends string>(
  orders: SortOrders<Name>,
  { sort, direction }: { readonly sort: Name; readonly direction?: 'asc' | 'desc' | undefined },
): boolean {
  return direction === undefined ? orders[sort] === 'value' : direction === 'desc'
}

/** An issue or a pull request, in a path. */
export const numbered = z.object({
  owner: z.string().max(100),
  repo: z.string().max(100).describe('An old name finds the repository under its new one.'),
  number: z.int({ error: 'must be a whole number from 1 on' }).min(1, 'must be a whole number from 1 on'),
})
