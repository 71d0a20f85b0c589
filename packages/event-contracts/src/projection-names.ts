/** The stream that a projection reads: calls of GitHub's API lie in one of their own, everything else in EVENTS. */
export function streamOf(projection: string): 'EVENTS' | 'API_CALLS' {
  return projection === 'api-usage' ? 'API_CALLS' : 'EVENTS'
}

/** The durable consumer of a projection's generation; without generations it has the projection's name. */
export function consumerName(projection: string, generation: string | null): string {
  return generation === null ? projection : `${projection}__${generation}`
}

/** The projection that rejected a message, by its dead letter's id: `<projection>:<message id>`. */
export function projectionOfDeadLetter(deadLetterId: string): string {
  return deadLetterId.slice(0, Math.max(0, deadLetterId.indexOf(':')))
}
