import { deadLetterOrders, dismissDeadLetter, listDeadLetters, retryDeadLetter } from '@octometer/gateway-api'
import { type DeadLetterNow, deadLetterNow, deadLetterPage } from '@octometer/read-store'
import { type Principal, problem } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { cutPage } from '../paging.ts'
import { readRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, sortingOf } from '../sorting.ts'
import { appendCommand } from './append-command.ts'

const key = z.tuple([z.string()])

export const listDeadLettersEndpoint = endpoint(
  listDeadLetters,
  'deliveries',
  async (gateway, { query, principal }) => {
    const sorting = sortingOf(deadLetterOrders, query, key)
    const range = readRange(query)
    const { ids } = await resolveScope(gateway, principal, undefined)
    const rows = await gateway.store.query(deadLetterPage, {
      ...range,
      projections: query.projection ?? null,
      statuses: query.status ?? null,
      repositories: ids,
      sorting,
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ sort_value, id }) => placeIn(sorting, sort_value, [id]),
    })
    return {
      data: entries.map(({ stream_sequence, sort_value: _, ...letter }) => ({
        ...letter,
        stream_sequence: stream_sequence === 0 ? null : stream_sequence,
      })),
      page,
    }
  },
)

export const retryDeadLetterEndpoint = endpoint(
  retryDeadLetter,
  'deliveries',
  async (gateway, { path, principal }) => {
    const letter = await findDeadLetter(gateway, principal, path.id)
    if (letter.status === 'projected') throw settled(letter)
    return appendCommand(gateway, principal, { type: 'retry', dead_letter_id: letter.id })
  },
)

export const dismissDeadLetterEndpoint = endpoint(
  dismissDeadLetter,
  'deliveries',
  async (gateway, { path, principal }) => {
    const letter = await findDeadLetter(gateway, principal, path.id)
    if (letter.status !== 'open') throw settled(letter)
    return appendCommand(gateway, principal, { type: 'dismiss', dead_letter_id: letter.id })
  },
)

async function findDeadLetter(
  gateway: GatewayContext,
  principal: Principal,
  id: string,
): Promise<DeadLetterNow> {
  const { ids } = await resolveScope(gateway, principal, undefined)
  const [letter] = await gateway.store.query(deadLetterNow, { id, repositories: ids })
  if (letter !== undefined) return letter
  throw problem(404, 'dead_letter_not_found', 'There is no dead letter of this id.')
}

function settled({ status }: DeadLetterNow): Error {
  const detail = status === 'projected' ? 'A retry has projected it already.' : 'It was dismissed already.'
  return problem(409, `dead_letter_${status}`, detail)
}
