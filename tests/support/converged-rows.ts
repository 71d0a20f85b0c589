import type { StoredMessage } from '@octometer/event-contracts'
import { type ProjectionSettings, projectMessage } from '@octometer/projector-runtime'
import { projections } from '@octometer/projectors'
import { readModelOf } from '@octometer/read-store'
import { type ConvergedTables, converge } from '@octometer/testkit'

export type Row = Readonly<Record<string, unknown>>

/** What the tables of some read models come to hold of these messages. */
export function convergedRows(
  names: readonly string[],
  settings: ProjectionSettings,
  messages: readonly StoredMessage[],
): ConvergedTables {
  const chosen = projections.filter(({ name }) => names.includes(name))
  const tables = chosen.flatMap(({ name }) => readModelOf(name).tables)
  const writes = messages.flatMap((message) =>
    chosen.flatMap((projection) => {
      const { outcome } = projectMessage(projection, settings, message)
      if (outcome?.outcome === 'rejected') throw new Error(`${message.subject}: ${outcome.reason}`)
      return outcome?.outcome === 'projected' ? [outcome.rows] : []
    }),
  )
  return converge(tables, writes)
}
