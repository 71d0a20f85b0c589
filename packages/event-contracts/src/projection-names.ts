export type ProjectedStream = 'EVENTS' | 'API_CALLS' | 'ALERTS'

const STREAMS: Readonly<Record<string, ProjectedStream>> = { 'api-usage': 'API_CALLS', alerts: 'ALERTS' }

/** The stream that a projection reads: API calls and alerts lie in streams of their own, everything else in EVENTS. */
export function streamOf(projection: string): ProjectedStream {
  return STREAMS[projection] ?? 'EVENTS'
}

/** The durable consumer of a projection's generation; without generations it has the projection's name. */
export function consumerName(projection: string, generation: string | null): string {
  return generation === null ? projection : `${projection}__${generation}`
}

/** The projection that rejected a message, by its dead letter's id: `<projection>:<message id>`. */
export function projectionOfDeadLetter(deadLetterId: string): string {
  return deadLetterId.slice(0, Math.max(0, deadLetterId.indexOf(':')))
}
