import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { sendEvents } from './support/send-events.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

// Counters told live are those that GET /counters answers, once projectors have counted what came.

const stack = new AsyncDisposableStack()
let system: TestSystem
let gateway: AskedGateway

beforeAll(async () => {
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  stack.use(await system.startProjectors())
  gateway = stack.use(await startAskedGateway(system, new Date('2026-01-07T12:00:00Z')))
}, 60_000)

afterAll(() => stack.disposeAsync())

const patient = { timeout: 20_000 }

const counts = z.record(z.string(), z.int().nullable())
const told = z.looseObject({ kind: z.string(), counters: counts.optional() })

function issueOpened(repository: 'api' | 'web', number: number) {
  const id = repository === 'api' ? 1 : 2
  const at = '2026-01-06T10:00:00Z'
  return {
    event: 'issues',
    payload: {
      action: 'opened',
      issue: {
        id: id * 1_000 + number,
        number,
        title: 'It does not work',
        state: 'open',
        user: { login: 'mona', id: 5, type: 'User' },
        created_at: at,
        updated_at: at,
        closed_at: null,
        labels: [],
        assignees: [],
      },
      repository: { id, full_name: `acme/${repository}`, name: repository, owner: { login: 'acme', id: 9 } },
      sender: { login: 'mona', id: 5, type: 'User' },
    },
  }
}

function follow(query: string, key?: string) {
  const webSocket = gateway.openWebSocket(`/api/v1/stream${query}`, key)
  const events: z.output<typeof told>[] = []
  webSocket.addEventListener('message', ({ data }) => {
    events.push(told.parse(JSON.parse(String(data))))
  })
  const all = () => events.flatMap(({ counters }) => (counters === undefined ? [] : [counters]))
  return {
    told: all,
    /** What the client knows by now. */
    known: () => Object.assign({}, ...all()),
    kinds: () => new Set(events.map(({ kind }) => kind)),
    [Symbol.dispose]: () => webSocket.close(),
  }
}

async function keyFor(repositories: readonly string[]): Promise<string> {
  const body = { name: 'limited', role: 'viewer', repositories }
  const { body: made } = await gateway.ask('/api/v1/keys', { as: 'admin', body })
  return String(made.key)
}

const countersOf = async (query: string) =>
  counts.parse((await gateway.ask(`/api/v1/counters${query}`)).body.counters)

test('counters are told as GET /counters has them: all at first, then what deliveries have changed', async () => {
  await sendEvents(system, [issueOpened('api', 1), issueOpened('web', 1)])
  await expect.poll(() => countersOf(''), patient).toMatchObject({ issues_opened: 2 })
  await expect.poll(() => countersOf('?repository=acme/web'), patient).toMatchObject({ issues_opened: 1 })
  using all = follow('?kind=counters')
  using web = follow('?kind=counters&kind=delivery&repository=ACME/web')
  using limited = follow('?kind=counters', await keyFor(['acme/WEB']))
  using unknown = follow('?kind=counters&repository=acme/unknown')
  await expect.poll(() => all.told(), patient).toEqual([await countersOf('')])
  await expect.poll(() => web.told(), patient).toEqual([await countersOf('?repository=acme/web')])
  await expect.poll(() => unknown.told(), patient).toEqual([await countersOf('?repository=acme/unknown')])
  await sendEvents(system, [issueOpened('api', 2), issueOpened('api', 3), issueOpened('web', 2)])
  await expect.poll(() => all.known(), patient).toMatchObject({ issues_opened: 5 })
  await expect.poll(() => web.known(), patient).toMatchObject({ issues_opened: 2 })
  await expect.poll(() => limited.known(), patient).toEqual(web.known())
  expect(all.known()).toEqual(await countersOf(''))
  expect(web.known()).toEqual(await countersOf('?repository=acme/web'))
  // Only what has changed, and nothing to who sees none of it.
  for (const counters of all.told().slice(1)) expect(Object.keys(counters)).toEqual(['issues_opened'])
  expect(unknown.told()).toHaveLength(1)
  expect(all.kinds()).toEqual(new Set(['heartbeat', 'counters']))
  await expect.poll(() => web.kinds()).toEqual(new Set(['heartbeat', 'counters', 'delivery']))
})
