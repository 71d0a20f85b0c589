/**
 * A value that is loaded at most once per `milliseconds`: callers meanwhile share it, or the loading of it. What fails
 * is loaded again by the next caller.
 */
export function cachedFor<T>(milliseconds: number, load: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | null = null
  let loadedAt = 0
  return () => {
    const now = performance.now()
    if (value !== null && now - loadedAt < milliseconds) return value
    const loading = load()
    value = loading
    loadedAt = now
    loading.catch(() => {
      if (value === loading) value = null
    })
    return loading
  }
}

/** The same for several values, by their names. */
export function cachedByName<T>(
  milliseconds: number,
  load: (name: string) => Promise<T>,
): (name: string) => Promise<T> {
  const values = new Map<string, () => Promise<T>>()
  return (name) => {
    const known = values.get(name) ?? cachedFor(milliseconds, () => load(name))
    values.set(name, known)
    return known()
  }
}
