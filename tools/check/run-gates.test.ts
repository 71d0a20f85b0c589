import { expect, test } from 'vitest'
import type { Gate } from './gate.ts'
import { runGates } from './run-gates.ts'

const gate = (name: string, run: Gate['run']): Gate => ({ name, advice: `mend ${name}`, run })

test('says how each gate ended, and what to read and do when it failed', async () => {
  const said: string[] = []
  const gates = [
    gate('types', async () => ({ passed: true, report: '' })),
    gate('walls', async () => ({ passed: false, report: 'a.ts:1: leaves\nb.ts:2: leaves\n' })),
  ]
  const results = await runGates(gates, '/project', (line) => said.push(line))
  expect(results.map(({ name, passed }) => [name, passed])).toEqual([
    ['types', true],
    ['walls', false],
  ])
  expect(said[0]).toMatch(/^✓ types \d+\.\d s$/)
  expect(said[1]).toMatch(/^✗ walls \d+\.\d s\n {4}a\.ts:1: leaves\n {4}b\.ts:2: leaves\n {2}→ mend walls$/)
})

test('a gate that cannot run has failed, and the others still run', async () => {
  const gates = [
    gate('broken', async () => {
      throw new Error('no such program')
    }),
    gate('fine', async (root) => ({ passed: root === '/project', report: '' })),
  ]
  const results = await runGates(gates, '/project', () => undefined)
  expect(results).toMatchObject([
    { name: 'broken', passed: false, report: 'Error: no such program' },
    { name: 'fine', passed: true },
  ])
})
