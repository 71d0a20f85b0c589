import { expect, test } from 'vitest'
import type { SendAnswer } from '../../support/send.ts'
import { RefusedForGoodError, untilAccepted } from './until-accepted.ts'

/** Gives these answers one after the other; an error is thrown. */
function answering(answers: readonly (SendAnswer | Error)[]): () => Promise<SendAnswer> {
  const left = [...answers]
  return async () => {
    const next = left.shift()
    if (next === undefined || next instanceof Error) throw next ?? new Error('asked once too often')
    return next
  }
}

const answer = (status: number): SendAnswer => ({ status, body: '' })

test('is sent again after a broken connection, a 503 and a 429, and says why', async () => {
  const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  const wrapped = new TypeError('fetch failed', {
    cause: Object.assign(new Error(), { code: 'UND_ERR_SOCKET' }),
  })
  const send = answering([reset, answer(503), wrapped, answer(429), answer(202)])
  expect(await untilAccepted(send)).toEqual(['ECONNRESET', '503', 'UND_ERR_SOCKET', '429'])
})

test('what is accepted at once is sent once', async () => {
  expect(await untilAccepted(answering([answer(202)]))).toEqual([])
})

test('what is refused for good is not sent again, and a 200 is no acceptance', async () => {
  for (const status of [400, 401, 200]) {
    await expect(untilAccepted(answering([answer(status)]))).rejects.toThrow(RefusedForGoodError)
  }
})
