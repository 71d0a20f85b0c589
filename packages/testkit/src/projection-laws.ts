import { decodeMessage, type LogMessage, type StoredMessage } from '@octometer/event-contracts'
import {
  type Outcome,
  type Projection,
  type ProjectionSettings,
  projectMessage,
} from '@octometer/projector-runtime'
import type { Table } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { type ConvergedTables, converge } from './converged-tables.ts'
import { type GivenDelivery, storedDelivery } from './given-message.ts'
import { permutations } from './permutations.ts'

export interface ProjectionCase {
  readonly name: string
  /** Deliveries, or messages of another kind as the log holds them. */
  readonly given: readonly (GivenDelivery | StoredMessage)[]
  /** Sees the tables as they are once everything has merged, and how each delivery ended. */
  expects(tables: ConvergedTables, outcomes: readonly Outcome[]): void
}

export interface ProjectionSpec {
  readonly projection: Projection
  readonly settings: ProjectionSettings
  readonly tables: readonly Table[]
  readonly cases: readonly ProjectionCase[]
  /** The message as a rebuild reads it from the archive. */
  fromArchive(message: StoredMessage): StoredMessage
  /** True for the archive, which keeps every attempt under its own GUID. */
  readonly keepsAttempts?: boolean
}

/** Registers each case, and the four laws for each: delivered twice, in any order, by two hooks, rebuilt. */
export function testProjection(spec: ProjectionSpec): void {
  for (const { name, given, expects } of spec.cases) {
    const messages = given.map((each, index) =>
      messageOf(each, { guid: `00000000-0000-4000-8000-${index}` }, index),
    )
    const once = () => run(spec, messages)
    test(`${spec.projection.name}: ${name}`, () => {
      expect.hasAssertions()
      const { tables, outcomes } = once()
      expects(tables, outcomes)
    })
    test(`${spec.projection.name}: ${name} · law: delivered twice`, () => {
      expect(run(spec, [...messages, ...messages]).tables).toEqual(once().tables)
    })
    test(`${spec.projection.name}: ${name} · law: any order`, () => {
      for (const order of orders(messages)) expect(run(spec, order).tables).toEqual(once().tables)
    })
    test(`${spec.projection.name}: ${name} · law: two hooks`, () => {
      const second = given.map((each, index) =>
        messageOf(each, { guid: `ffffffff-${index}`, hookId: '2' }, index),
      )
      const both = run(spec, [...messages, ...second]).tables
      const rowsOf = spec.keepsAttempts === true ? attempts : withoutGuids
      const expected =
        spec.keepsAttempts === true ? run(spec, [...second, ...messages]).tables : once().tables
      expect(rowsOf(both)).toEqual(rowsOf(expected))
    })
    test(`${spec.projection.name}: ${name} · law: rebuilt`, () => {
      expect(run(spec, messages.map(spec.fromArchive)).tables).toEqual(once().tables)
    })
  }
}

/** Another kind of message has no hook: the same one comes again. */
function messageOf(
  given: GivenDelivery | StoredMessage,
  sent: { readonly guid: string; readonly hookId?: string },
  index: number,
): StoredMessage {
  return 'subject' in given ? given : storedDelivery({ ...given, ...sent }, index + 1)
}

function run(
  spec: ProjectionSpec,
  messages: readonly StoredMessage[],
): { tables: ConvergedTables; outcomes: Outcome[] } {
  const outcomes = messages.flatMap((message) => {
    const { outcome } = projectMessage(spec.projection, spec.settings, message, decodeFrozen)
    return outcome === null ? [] : [outcome]
  })
  const writes = outcomes.flatMap((outcome) => (outcome.outcome === 'projected' ? [outcome.rows] : []))
  for (const write of writes) {
    for (const [name, rows] of Object.entries(write)) {
      const table = spec.tables.find((each) => each.name === name)
      if (table === undefined)
        throw new Error(`${spec.projection.name} writes ${name}, which is not its table`)
      for (const row of rows) table.encode(row)
    }
  }
  return { tables: converge(spec.tables, writes), outcomes }
}

/** Projections of a process share what is decoded: one that changes it fails here. */
function decodeFrozen(source: StoredMessage): LogMessage {
  return freeze(decodeMessage(source))
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) freeze(member)
  return value
}

/** Every permutation up to five messages (120); for more, rotations of the list and of its reverse. */
function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 5) return permutations(items)
  const rotations = (list: readonly T[]) =>
    list.map((_, start) => [...list.slice(start), ...list.slice(0, start)])
  return [...rotations(items), ...rotations(items.toReversed())]
}

/** The archive shows every attempt of both hooks. */
function attempts(tables: ConvergedTables): unknown {
  return tables.deliveries?.map(({ guid }) => guid)
}

/** Which of two GUIDs with the same content won is the one thing that may differ. */
function withoutGuids(tables: ConvergedTables): unknown {
  return JSON.parse(JSON.stringify(tables, (key, value: unknown) => (key === 'guid' ? undefined : value)))
}
