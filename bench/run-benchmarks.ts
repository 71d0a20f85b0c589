import { resolve } from 'node:path'
import type { Benchmark, Surroundings } from './benchmark.ts'
import { benchmarks } from './benchmarks.ts'
import { describeMachine } from './machine.ts'
import { keepResult, resultOf } from './results.ts'
import { type CommandLine, readCommandLine, UsageError } from './settings.ts'
import { textTable } from './table.ts'

export interface Place {
  readonly root: string
  readonly natsServerBin: string
  readonly chromiumBin: string | null
  readonly now: () => Date
}

/** Runs the benchmarks that are named, or all; keeps and prints each result. Gives the exit code. */
export async function runBenchmarks(args: readonly string[], place: Place): Promise<number> {
  try {
    const commandLine = readCommandLine(args)
    for (const benchmark of chosen(commandLine.names)) {
      if (benchmark.isWanted?.(commandLine.settings) ?? true) await runOne(benchmark, commandLine, place)
    }
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}

function chosen(names: readonly string[]): readonly Benchmark[] {
  if (names.length === 0) return benchmarks
  return names.flatMap((name) => {
    const found = benchmarks.filter((benchmark) => benchmark.name === name || benchmark.partOf === name)
    if (found.length > 0) return found
    const known = benchmarks.map((benchmark) => benchmark.name).join(', ')
    throw new UsageError(`there is no benchmark ${name}; there are ${known}`)
  })
}

async function runOne(
  benchmark: Benchmark,
  { settings, changed }: CommandLine,
  { root, natsServerBin, chromiumBin, now }: Place,
): Promise<void> {
  const began = now()
  const machine = await describeMachine(root, natsServerBin)
  const say = (line: string) => void process.stderr.write(`${benchmark.name}: ${line}\n`)
  const surroundings: Surroundings = { settings, root, natsServerBin, chromiumBin, now: began, say }
  const measurement = await benchmark.run(surroundings)
  const seconds = (now().getTime() - began.getTime()) / 1_000
  const about = { date: began.toISOString(), seconds, machine, settings, changed }
  await keepResult(resolve(root, settings.results), resultOf(benchmark, measurement, about), benchmarks)
  process.stdout.write(`\n${benchmark.title}\n\n${textTable(measurement.rows)}\n`)
}
