import type { Command } from '@octometer/event-contracts'
import { ignored, type Outcome, projected } from '@octometer/projector-runtime'
import type { CounterBaselineRow } from '@octometer/read-store'
import { isStorable } from '../fact-time.ts'
import { counterNames } from './names.ts'

/** How a command moves the baseline of a counter: one row, by the command's own id. */
export function moveBaseline(command: Command): Outcome {
  const move = moveOf(command)
  if (move === null) return ignored('nothing of a counter')
  if (move.counter !== '' && !counterNames.some((name) => name === move.counter))
    return ignored(`no counter is named ${move.counter}`)
  const issuedAt = new Date(command.issued_at)
  if (!isStorable(issuedAt)) return ignored('time outside 1970–2105')
  const row: CounterBaselineRow = {
    command_id: command.command_id,
    move: { issued_at: issuedAt, ...move, issued_by: command.issued_by },
  }
  return projected({ counter_baselines: [row] })
}

type Move = Pick<CounterBaselineRow['move'], 'kind' | 'counter' | 'repository_id' | 'amount'>

function moveOf(command: Command): Move | null {
  switch (command.type) {
    case 'counter_set':
      return { kind: 'set', ...targetOf(command), amount: command.value }
    case 'counter_reset':
      return { kind: 'set', ...targetOf(command), amount: 0 }
    case 'counters_reset':
      return { kind: 'set', counter: '', repository_id: null, amount: 0 }
    case 'counter_increment':
      return { kind: 'increment', ...targetOf(command), amount: command.by }
    default:
      return null
  }
}

function targetOf({ counter, repository_id }: Pick<Move, 'counter' | 'repository_id'>) {
  return { counter, repository_id }
}
