import { createRequire } from 'node:module'

interface EventExamples {
  readonly name: string
  readonly examples: readonly object[]
}

// The package's main is JSON without an import attribute of its own.
const events: readonly EventExamples[] = createRequire(import.meta.url)('@octokit/webhooks-examples')

/** A genuine payload: the `index`th example of an event. A fresh copy, which a test may change. */
export function genuinePayload(event: string, index = 0): Record<string, unknown> {
  const payload = events.find(({ name }) => name === event)?.examples[index]
  if (payload === undefined) throw new RangeError(`there is no example ${index} of ${event}`)
  return structuredClone(payload) as Record<string, unknown>
}

/** Indexes of an event's examples that fulfil a condition. */
export function genuineIndexes(
  event: string,
  condition: (payload: Record<string, unknown>) => boolean,
): number[] {
  const { examples = [] } = events.find(({ name }) => name === event) ?? {}
  return examples.flatMap((payload, index) => (condition(payload as Record<string, unknown>) ? [index] : []))
}
