import { availableParallelism } from 'node:os'
import type { Gate, Verdict } from './gate.ts'

export interface GateResult extends Verdict {
  readonly name: string
  readonly milliseconds: number
}

/** Runs gates side by side, as many as there are cores, and says how each ended as soon as it has. */
export async function runGates(
  gates: readonly Gate[],
  root: string,
  say: (line: string) => void,
): Promise<readonly GateResult[]> {
  const results: GateResult[] = []
  const waiting = [...gates]
  const work = async () => {
    for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
      const result = await runGate(gate, root)
      results.push(result)
      say(describe(gate, result))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return results
}

async function runGate(gate: Gate, root: string): Promise<GateResult> {
  const started = performance.now()
  const verdict = await gate.run(root).catch((error: unknown) => ({ passed: false, report: String(error) }))
  return { ...verdict, name: gate.name, milliseconds: performance.now() - started }
}

function describe(gate: Gate, { passed, report, milliseconds }: GateResult): string {
  const line = `${passed ? '✓' : '✗'} ${gate.name} ${(milliseconds / 1000).toFixed(1)} s`
  if (passed) return line
  const indented = report.trimEnd().replaceAll(/^/gm, '    ')
  return `${line}\n${indented}\n  → ${gate.advice}`
}
