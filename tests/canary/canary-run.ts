import type { GitHubSimulator } from '@octometer/testkit'
import { vi } from 'vitest'
import type { Asker } from './asker.ts'
import type { EvidenceBook } from './evidence.ts'
import type { Secrets } from './settings.ts'

export interface CanaryRun {
  readonly asker: Asker
  readonly book: EvidenceBook
  readonly secrets: Secrets
  readonly github: GitHubSimulator
  /** What turns out to be secret while the run goes on, by name. */
  readonly learnt: Map<string, string>
}

/** Asks until it is answered as wanted; the answer. */
export async function askUntil(
  { asker }: CanaryRun,
  path: string,
  credential: string,
  isWanted: (body: Readonly<Record<string, unknown>>, status: number) => boolean,
) {
  return vi.waitFor(
    async () => {
      const answer = await asker.ask(path, credential)
      if (!isWanted(answer.body, answer.status))
        throw new Error(`${path} answers ${answer.status}: ${answer.text.slice(0, 300)}`)
      return answer
    },
    { timeout: 60_000, interval: 250 },
  )
}
