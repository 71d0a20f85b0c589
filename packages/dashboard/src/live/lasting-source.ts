type Listener = (event: MessageEvent<string>) => void

/** What a page needs of an EventSource. */
export interface Source {
  addEventListener(type: string, listener: Listener): void
  close(): void
}

type Opened = Source & Pick<EventSource, 'readyState'>

const CLOSED = 2
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/**
 * An event stream that outlives refusals. The browser connects again by itself after a lost connection, but gives up for good
 * when it is answered with anything but a stream: a 502 of the proxy while the gateway is replaced, a 429 of too many streams.
 * It is opened again then, after pauses that double up to half a minute, from the last event on.
 */
export function lastingSource(open: (lastEventId: string | null) => Opened): Source {
  const listeners = new Map<string, Listener[]>()
  let pauseMs = FIRST_PAUSE_MS
  let lastEventId: string | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let source = connect()

  function connect(): Opened {
    const opened = open(lastEventId)
    opened.addEventListener('open', () => {
      pauseMs = FIRST_PAUSE_MS
    })
    for (const type of listeners.keys()) relay(opened, type)
    opened.addEventListener('error', () => {
      if (opened.readyState !== CLOSED || opened !== source) return
      timer = setTimeout(() => {
        source = connect()
      }, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    })
    return opened
  }

  function relay(opened: Opened, type: string): void {
    opened.addEventListener(type, (event: MessageEvent<string>) => {
      if (event.lastEventId) lastEventId = event.lastEventId
      for (const listener of listeners.get(type) ?? []) listener(event)
    })
  }

  return {
    addEventListener(type: string, listener: Listener) {
      const known = listeners.get(type)
      if (known) known.push(listener)
      else {
        listeners.set(type, [listener])
        relay(source, type)
      }
    },
    close() {
      if (timer !== null) clearTimeout(timer)
      source.close()
    },
  }
}

/** Opens a stream of the gateway's, for as long as it is not closed. */
export function openSource(address: string): Source {
  return lastingSource((lastEventId) => {
    const resumed = lastEventId === null ? '' : `&last_event_id=${encodeURIComponent(lastEventId)}`
    return new EventSource(`${address}${resumed}`)
  })
}
