/** The result of `work`, or an error with what `state` says when it takes longer. */
export async function within<T>(milliseconds: number, work: Promise<T>, state: () => string): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`not done after ${milliseconds / 1_000} s: ${state()}`)),
    milliseconds,
  )
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
