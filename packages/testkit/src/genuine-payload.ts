import { genuineExamples } from './simulator/examples.ts'

type Payload = Record<string, unknown>

/** A genuine payload: the `index`th example of an event. A fresh copy, which a test may change. */
export function genuinePayload(event: string, index = 0): Payload {
  const payload = examplesOf(event)[index]
  if (payload === undefined) throw new RangeError(`there is no example ${index} of ${event}`)
  return structuredClone(payload)
}

/** Indexes of an event's examples that fulfil a condition. */
export function genuineIndexes(event: string, condition: (payload: Payload) => boolean): number[] {
  return examplesOf(event).flatMap((payload, index) => (condition(payload) ? [index] : []))
}

function examplesOf(event: string): readonly Payload[] {
  return genuineExamples().find(({ name }) => name === event)?.examples ?? []
}
