/**
 * How often files whose path holds `path` were synced, by a trace of strace. Lines are `<thread> fsync(8</path>) = 0`; where threads come in between, `<thread> fsync(8</path> <unfinished ...>` and
 * later `<thread> <... fsync resumed>) = 0`.
 */
export function countSyncs(trace: string, path: string): number {
  const begun = new Map<string, boolean>()
  let count = 0
  for (const line of trace.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const isResumed = call.startsWith('<...')
    const concerns = isResumed ? begun.get(thread) === true : call.includes(path)
    if (call.includes('<unfinished')) begun.set(thread, concerns)
    else if (concerns && /= 0$/.test(call)) count += 1
  }
  return count
}
