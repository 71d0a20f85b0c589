import { wrongParameter } from '../request-parameters.ts'
import type { RawRequest } from '../request-reader.ts'
import type { Tool } from './tool-definitions.ts'

/** The arguments of a call, as the model gave them. */
export type Given = Readonly<Record<string, unknown>>

/** What a model gave, as a client of the API would have sent it. Throws a 400 that names the argument. */
export function requestOf({ places, endpoint }: Tool, given: Given): Omit<RawRequest, 'principal'> {
  const path: Record<string, string> = {}
  const body: Record<string, unknown> = {}
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue
    const place = places.get(name)
    if (place === 'body') body[name] = value
    else if (place === 'path') path[name] = toText(name, value)
    // What is unknown is refused where parameters are read.
    else for (const each of Array.isArray(value) ? value : [value]) query.append(name, toText(name, each))
  }
  const missing = [...places].find(([name, place]) => place === 'path' && path[name] === undefined)
  if (missing !== undefined) throw wrongParameter(missing[0], 'is needed')
  return { path, query, body: endpoint.route.body === undefined ? undefined : body }
}

function toText(name: string, value: unknown): string {
  if (typeof value === 'object') throw wrongParameter(name, 'must be a text or a number')
  return String(value)
}
