import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Json, JsonObject } from './json.ts'

interface EventExamples {
  readonly name: string
  readonly examples: readonly JsonObject[]
}

const require = createRequire(import.meta.url)
let loaded: readonly EventExamples[] | null = null

/** Every genuine payload of `@octokit/webhooks-examples`, by event, in the package's order. */
export function genuineExamples(): readonly EventExamples[] {
  if (loaded !== null) return loaded
  const parsed: readonly EventExamples[] = JSON.parse(
    readFileSync(require.resolve('@octokit/webhooks-examples'), 'utf8'),
  )
  loaded = parsed
  return parsed
}

/** One genuine payload. Throws RangeError when the package has none at that place. */
export function genuineExample(event: string, index: number): JsonObject {
  const example = genuineExamples().find((entry) => entry.name === event)?.examples[index]
  if (example === undefined) throw new RangeError(`no genuine example ${index} of ${event}`)
  return example
}

/** The object at a path of an object. Throws RangeError when there is none. */
export function objectIn(parent: JsonObject, ...path: readonly string[]): JsonObject {
  let found = parent
  for (const key of path) {
    const next = found[key]
    if (!isObject(next)) throw new RangeError(`no object at ${path.join('.')}`)
    found = next
  }
  return found
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names in a genuine payload and what stands for them in ours. */
export type Renaming = readonly (readonly [from: string, to: string])[]

/** Makes an object of one genuine shape: its names replaced, and the given values in their places. */
export type Shape = (renaming: Renaming, values: JsonObject) => JsonObject

/** The shape of a genuine object. `given` names the keys that the caller gives each time. */
export function shapeOf(genuine: JsonObject, given: readonly string[]): Shape {
  const kept = Object.entries(genuine).filter(([key]) => !given.includes(key))
  const text = JSON.stringify(Object.fromEntries(kept))
  return (renaming, values) => {
    let renamed = text
    for (const [from, to] of renaming) renamed = renamed.replaceAll(from, to)
    const filled: JsonObject = JSON.parse(renamed)
    return { ...filled, ...values }
  }
}

/** The repository, number and SHA that most genuine payloads are about. */
export const genuineRepository = 'Codertocat/Hello-World'
export const genuineHead = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821'
