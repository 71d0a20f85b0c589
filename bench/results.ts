import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Benchmark, Measurement, ResultRow } from './benchmark.ts'
import type { Machine } from './machine.ts'
import type { Settings } from './settings.ts'
import { markdownTable } from './table.ts'

/** A benchmark's result as it is kept: `<name>.json`. */
export interface Result {
  readonly name: string
  readonly title: string
  /** When it began, ISO 8601. */
  readonly date: string
  readonly seconds: number
  readonly machine: Machine
  readonly settings: Settings
  /** Settings that were given; a whole run has none. */
  readonly changed: readonly string[]
  readonly rows: readonly ResultRow[]
  readonly method: readonly string[]
  readonly raw: unknown
}

/** Keeps a result and writes the page over all that are kept. */
export async function keepResult(
  folder: string,
  result: Result,
  benchmarks: readonly Benchmark[],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  const kept = await Promise.all(benchmarks.map(({ name }) => readResult(join(folder, `${name}.json`))))
  await writeFile(join(folder, 'README.md'), page(kept.filter((each) => each !== null)))
}

async function readResult(file: string): Promise<Result | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  // Written by keepResult alone.
  const result: Result = JSON.parse(text)
  return result
}

function page(results: readonly Result[]): string {
  return `# Results

Written by \`npm run bench [name]\`; the raw numbers are in the JSON files beside this page. A missed target says what
the numbers of its run tell about it.

${results.map(section).join('\n\n')}
`
}

function section({ name, title, date, seconds, machine, changed, rows, method }: Result): string {
  const short =
    changed.length === 0 ? '' : `\n\n**A short run** (${changed.join(' ')}): its numbers say little.`
  return `## ${name}

${title}.

${markdownTable(rows)}

${method.map((line) => `- ${line}`).join('\n')}

${date}, ${Math.round(seconds)} s, ${describe(machine)}.${short}`
}

function startedBy({ services }: Machine): string {
  const commands = Object.entries(services).map(([name, command]) => `${name} by \`${command}\``)
  return `Services are started by their own \`start\` scripts: ${commands.join(', ')}.`
}

function describe(machine: Machine): string {
  const { processor, cores, memory_gib, system, node, nats_server, chdb, load_before } = machine
  return `${cores} cores of ${processor}, ${memory_gib} GiB, ${system}, Node ${node}, nats-server ${nats_server}, chDB ${chdb}; load average before it: ${load_before}`
}

export function resultOf(
  benchmark: Benchmark,
  measurement: Measurement,
  about: Pick<Result, 'date' | 'seconds' | 'machine' | 'settings' | 'changed'>,
): Result {
  const { name, title } = benchmark
  const method = [...measurement.method, startedBy(about.machine)]
  return { name, title, ...about, ...measurement, method }
}
