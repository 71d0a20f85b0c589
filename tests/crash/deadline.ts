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

/** The result of `work`, or an error when `state` says the same for so long: a slow machine is none. */
export async function whileMoving<T>(
  milliseconds: number,
  work: Promise<T>,
  state: () => string,
): Promise<T> {
  const stuck = Promise.withResolvers<never>()
  let last = { state: state(), since: performance.now() }
  const timer = setInterval(() => {
    const now = { state: state(), since: performance.now() }
    if (now.state !== last.state) last = now
    else if (now.since - last.since > milliseconds) {
      stuck.reject(new Error(`nothing has happened for ${milliseconds / 1_000} s: ${now.state}`))
    }
  }, 1_000)
  try {
    return await Promise.race([work, stuck.promise])
  } finally {
    clearInterval(timer)
  }
}
