import type { AlertChangeEvent, DeliveryEvent } from '@octometer/gateway-api'
import type { Source } from './lasting-source.ts'

export type LiveDelivery = DeliveryEvent['delivery']
export type LiveAlert = AlertChangeEvent

export interface LiveState {
  /** `connecting` also while the connection is lost: it is tried again. */
  readonly status: 'connecting' | 'live'
  /** The newest ones first, so many that a tab can stay open for days. */
  readonly deliveries: readonly LiveDelivery[]
  /** How many have arrived since the page was opened. */
  readonly arrived: number
}

export interface LiveFeed {
  subscribe(listener: () => void): () => void
  getSnapshot(): LiveState
  /** Told of every change of an alert. */
  onAlert(listener: (event: LiveAlert) => void): () => void
  close(): void
}

const KEPT = 200
/** Many deliveries a second are shown together. */
const FLUSH_MS = 250

/** What the gateway's live stream tells, as React's external store. */
export function openLiveFeed(open: () => Source): LiveFeed {
  let state: LiveState = { status: 'connecting', deliveries: [], arrived: 0 }
  let waiting: LiveDelivery[] = []
  let arrived = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  const listeners = new Set<() => void>()
  const alertListeners = new Set<(event: LiveAlert) => void>()
  const change = (changes: Partial<LiveState>) => {
    state = { ...state, ...changes }
    for (const listener of listeners) listener()
  }
  const flush = () => {
    timer = null
    const deliveries = [...waiting.toReversed(), ...state.deliveries].slice(0, KEPT)
    waiting = []
    change({ deliveries, arrived })
  }
  const source = open()
  source.addEventListener('open', () => change({ status: 'live' }))
  source.addEventListener('error', () => change({ status: 'connecting' }))
  source.addEventListener('delivery', (event: MessageEvent<string>) => {
    const { delivery }: DeliveryEvent = JSON.parse(event.data)
    arrived += 1
    waiting.push(delivery)
    // A tab in the background is told the time once a minute: what nobody will see is not kept until then.
    if (waiting.length >= 2 * KEPT) waiting = waiting.slice(-KEPT)
    timer ??= setTimeout(flush, FLUSH_MS)
  })
  source.addEventListener('alert', (event: MessageEvent<string>) => {
    const told: LiveAlert = JSON.parse(event.data)
    for (const listener of alertListeners) listener(told)
  })
  return {
    subscribe: (listener) => joined(listeners, listener),
    getSnapshot: () => state,
    onAlert: (listener) => joined(alertListeners, listener),
    close() {
      if (timer !== null) clearTimeout(timer)
      source.close()
    },
  }
}

function joined<T>(all: Set<T>, one: T): () => void {
  all.add(one)
  return () => void all.delete(one)
}
