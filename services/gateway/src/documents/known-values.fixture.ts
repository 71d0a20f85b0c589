import type { GatewayUnderTest } from '../gateway.fixture.ts'
import type { KnownValues } from './arbitrary-values.fixture.ts'
import type { OperationAt } from './documented.fixture.ts'

const MOST_PER_NAME = 20

/** Asks what can be asked without knowing anything, and remembers what stands in the answers under which name, beside what is given. */
export async function learnValues(
  gateway: GatewayUnderTest,
  operations: readonly OperationAt[],
  unseen: Readonly<Record<string, readonly unknown[]>>,
): Promise<KnownValues> {
  const known = new Map<string, readonly unknown[]>(Object.entries(unseen))
  const learn = (name: string, value: unknown) => {
    const values = known.get(name) ?? []
    if (!values.includes(value) && values.length < MOST_PER_NAME) known.set(name, [...values, value])
  }
  for (const { method, path, operation } of operations) {
    if (method !== 'get' || path.includes('{')) continue
    const isPaged = operation.parameters.some(({ name }) => name === 'limit')
    for (const query of isPaged ? ['', '?limit=1'] : ['']) {
      const { body } = await gateway.ask(`${path}${query}`)
      learnFrom('', body, learn)
    }
  }
  return known
}

type Learn = (name: string, value: unknown) => void

function learnFrom(name: string, value: unknown, learn: Learn): void {
  if (Array.isArray(value)) {
    for (const each of value) learnFrom(name, each, learn)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) learnFrom(key, each, learn)
  } else if (value !== null) {
    learn(name, value)
    if (name === 'next_cursor') learn('cursor', value)
    if (name === 'repository') {
      const [owner, repo] = String(value).split('/')
      learn('owner', owner)
      learn('repo', repo)
    }
  }
}
