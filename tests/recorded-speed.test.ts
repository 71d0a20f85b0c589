import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'

// What the documents say of speed is what `npm run bench organisation` recorded: a year of 500 repositories, 20 million deliveries.

const recorded = z.object({
  raw: z.object({
    organisation: z.object({
      deliveries: z.literal(20_000_000),
      questions: z.array(
        z.object({ route: z.string(), what: z.string(), spread: z.object({ p95: z.number() }) }),
      ),
    }),
  }),
})

const file = new URL('../bench/results/organisation.json', import.meta.url)
const { questions } = recorded.parse(JSON.parse(readFileSync(file, 'utf8'))).raw.organisation

test.each([
  ['type', '/api/v1/deliveries', 'one event'],
  ['repository', '/api/v1/deliveries', 'one repository'],
  ['repository and time', '/api/v1/deliveries', 'one repository, a year'],
  ['time', '/api/v1/deliveries', 'a week'],
  ['a long time', '/api/v1/deliveries', 'a year'],
  ['GUID', '/api/v1/deliveries', 'one GUID'],
  ['processing state', '/api/v1/dead-letters', 'no filter'],
])('a lookup by %s took at most 150 ms in 95 of 100 questions', (_by, route, what) => {
  const asked = questions.filter((question) => question.route === route && question.what === what)
  expect(asked).toHaveLength(1)
  for (const { spread } of asked) expect(spread.p95).toBeLessThanOrEqual(150)
})
