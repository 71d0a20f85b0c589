import { z } from 'zod'
import { clamp } from './range.ts'
import { wrongParameter } from './request-parameters.ts'
import type { Period } from './weeks.ts'

const times = z.iso.datetime({ offset: true })

/** The period of the same length just before. */
export function periodBefore({ since, until }: Period): Period {
  return { since: clamp(new Date(since.getTime() - (until.getTime() - since.getTime()))), until: since }
}

/** What `compare` asks for: `previous`, or `<since>..<until>`. Throws a 400. */
export function readCompared(compare: string | undefined, period: Period): Period | null {
  if (compare === undefined) return null
  if (compare === 'previous') return periodBefore(period)
  const [since = '', until = ''] = compare.split('..')
  if (!times.safeParse(since).success || !times.safeParse(until).success) {
    throw wrongParameter(
      'compare',
      'must be previous, or <since>..<until> with times like 2026-01-31T00:00:00Z',
    )
  }
  if (Date.parse(since) >= Date.parse(until)) throw wrongParameter('compare', 'must end later than it begins')
  return { since: clamp(new Date(since)), until: clamp(new Date(until)) }
}
