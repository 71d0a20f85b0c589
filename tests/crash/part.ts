import type { KillTarget } from './kill-plan.ts'

export interface PartRecord {
  kills: number
  /** Starts that ended before the process served, because something that it needs was down. */
  failedStarts: number
  /** Ends that nobody asked for, of a process that had served. */
  readonly fell: string[]
}

/** One process of the system, started again whenever it ends. */
export interface Part extends KillTarget, AsyncDisposable {
  readonly record: Readonly<PartRecord>
  /** Resolves when it serves. */
  ready(): Promise<void>
  /** `kill -9` as soon as it serves; resolves when the process has ended. */
  kill(): Promise<void>
}
