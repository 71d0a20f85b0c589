interface Held<T> {
  readonly value: Promise<T>
  readonly since: number
}

/**
 * A value that is at most `milliseconds` old: callers meanwhile share it, or the loading of it. Whoever asks when half
 * of that has passed gets it too, and has the next one loaded, so that nobody waits for a value that is asked for all
 * the time. What fails is loaded again by the next caller.
 */
export function cachedFor<T>(milliseconds: number, load: () => Promise<T>): () => Promise<T> {
  let held: Held<T> | null = null
  let next: Held<T> | null = null
  const start = (since: number): Held<T> => {
    const loading: Held<T> = { value: load(), since }
    next = loading
    loading.value.then(
      () => {
        held = loading
        if (next === loading) next = null
      },
      () => {
        if (next === loading) next = null
      },
    )
    return loading
  }
  return () => {
    const now = performance.now()
    if (held !== null && now - held.since < milliseconds) {
      if (next === null && now - held.since >= milliseconds / 2) start(now)
      return held.value
    }
    return (next !== null && now - next.since < milliseconds ? next : start(now)).value
  }
}

/** The same for several values, by their names; of more than `most` those are held that were asked for last. */
export function cachedByName<T>(
  milliseconds: number,
  load: (name: string) => Promise<T>,
  most = Number.POSITIVE_INFINITY,
): (name: string) => Promise<T> {
  const values = new Map<string, () => Promise<T>>()
  return (name) => {
    const known = values.get(name) ?? cachedFor(milliseconds, () => load(name))
    values.delete(name)
    values.set(name, known)
    const [oldest] = values.keys()
    if (values.size > most && oldest !== undefined) values.delete(oldest)
    return known()
  }
}
