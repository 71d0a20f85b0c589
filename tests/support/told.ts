import { genuinePayload } from '@octometer/testkit'
import type { Told } from './send-twice.ts'

/** A repository as payloads show it. */
export interface ToldRepository {
  readonly id: number
  readonly full_name: string
}

type Fields = Readonly<Record<string, unknown>>

/** A genuine payload of a repository, with some of its fields set; `null` index: the first example. */
export function told(
  repository: ToldRepository,
  [event, example]: readonly [event: string, example: number],
  fields: Fields,
  repositoryFields: Fields = {},
): Told {
  const genuine = genuinePayload(event, example)
  const merged = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isObject(value) && isObject(genuine[name]) ? { ...genuine[name], ...value } : value,
    ]),
  )
  const itsRepository = {
    ...Object(genuine.repository),
    default_branch: 'main',
    ...repository,
    ...repositoryFields,
  }
  return { event, payload: { ...genuine, ...merged, repository: itsRepository } }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
