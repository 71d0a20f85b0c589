import { randomUUID } from 'node:crypto'
import type { AppInteractionSnapshot } from '@octometer/event-contracts'
import type { AgentWork } from '../agent-work.ts'
import { StateUnknownError } from '../errors.ts'
import type { AppFlow } from './app-flow.ts'

type Outcome = Pick<AppInteractionSnapshot, 'app_id' | 'installation_id' | 'outcome' | 'reason'>

/**
 * Writes each interaction with the App into the log before it is answered, those that are refused too. A state that we never gave
 * out, sent by nobody whom we know, begins none: anybody could fill the log with it.
 */
export function audited<Question extends object, Answer extends object>(
  { clients, now, appender }: AppFlow & Pick<AgentWork, 'appender'>,
  interaction: AppInteractionSnapshot['interaction'],
  answer: (asked: Question, signal: AbortSignal) => Promise<Answer>,
): (asked: Question, signal: AbortSignal) => Promise<Answer> {
  const write = (asked: Question, outcome: Outcome) =>
    appender.snapshot({
      ...{ type: 'app_interaction', snapshot_id: `app_interaction:${randomUUID()}`, interaction },
      ...{ taken_at: now().toISOString(), user: textIn(asked, 'user'), asked_repository: placeIn(asked) },
      ...outcome,
    })
  return async (asked, signal) => {
    const app_id = clients.app?.id ?? null
    let answered: Answer
    try {
      answered = await answer(asked, signal)
    } catch (error) {
      if (error instanceof StateUnknownError && textIn(asked, 'user') === null) throw error
      await write(asked, { app_id, installation_id: null, outcome: 'refused', reason: codeOf(error) })
      throw error
    }
    const told = {
      installation_id: numberIn(answered, 'installation_id'),
      outcome: 'done',
      reason: null,
    } as const
    await write(asked, { app_id: numberIn(answered, 'app_id') ?? app_id, ...told })
    return answered
  }
}

function textIn(asked: object, name: string): string | null {
  const value: unknown = Reflect.get(asked, name)
  return typeof value === 'string' ? value : null
}

function placeIn(asked: object): string | null {
  const [owner, repo] = [textIn(asked, 'owner'), textIn(asked, 'repo')]
  return owner === null || repo === null ? null : `${owner}/${repo}`
}

function numberIn(answered: object, name: string): number | null {
  const value: unknown = Reflect.get(answered, name)
  return typeof value === 'number' ? value : null
}

function codeOf(error: unknown): string {
  const { code, name }: { readonly code?: unknown; readonly name?: unknown } = Object(error)
  return String(code ?? name ?? 'unknown').slice(0, 100)
}
