import { createHash } from 'node:crypto'
import { consumerName } from '@octometer/event-contracts'
import type { Projection, ProjectionSettings } from './projection.ts'

/**
 * Names the code and settings that fill a generation: the projection's version, the DDL of its tables (`schema`) and
 * every setting that its rows depend on. Replicas that differ in any of them never write the same tables.
 */
export function codeOf(projection: Projection, settings: ProjectionSettings, schema: string): string {
  const settingValues = projection.dependsOn.map((setting) => [setting, String(settings[setting])])
  // Which deliveries are left out is every such projection's matter.
  const { include = [], exclude = [] } = settings
  const scope = projection.handles.deliveries.length > 0 ? [include, exclude] : []
  return digest([projection.name, projection.version, settingValues, scope, schema])
}

/** A generation's name: `g` and 8 hex digits. `rebuild` tells apart generations of the same code; '' is the first. */
export function generationOf(code: string, rebuild: string): string {
  return `g${digest([code, rebuild])}`
}

function digest(of: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 8)
}

/** The durable consumer of a generation; replicas of one generation share it. */
export function consumerOf(projection: Projection, generation: string | null): string {
  return consumerName(projection.name, generation)
}
