import { parseArgs } from 'node:util'

/** How long and how much; what is not given is what the targets are judged by. */
export interface Settings {
  /** Of one measured stretch of load. */
  readonly seconds: number
  /** Stretches per contestant. */
  readonly rounds: number
  readonly deliveries: number
  /** Sizes of the read models, in facts; none leaves these out. */
  readonly facts: readonly number[]
  /** Deliveries of the year of an organisation; null leaves it out. */
  readonly organisation: number | null
  /** Parts of the paths of the routes to ask; null asks all. */
  readonly routes: readonly string[] | null
  /** What tabs of the dashboard are told while they are watched, and how much of it a second; null leaves them out. */
  readonly live: { readonly deliveries: number; readonly perSecond: number } | null
  /** Questions per case. */
  readonly runs: number
  /** Folder of the results, from the root. */
  readonly results: string
}

export interface CommandLine {
  /** Names of benchmarks; empty runs all. */
  readonly names: readonly string[]
  readonly settings: Settings
  /** What was given and is not the default: a short run must not pass for a whole one. */
  readonly changed: readonly string[]
}

const defaults: Settings = {
  seconds: 20,
  rounds: 5,
  deliveries: 100_000,
  facts: [1e6, 10e6, 50e6],
  organisation: 20e6,
  routes: null,
  live: { deliveries: 180_000, perSecond: 500 },
  runs: 100,
  results: 'bench/results',
}

/** What was asked for cannot be run; the message says what can. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'usage'
}

/** Reads `[name…] [--seconds n] [--rounds n] [--deliveries n] [--facts 1,10,50|none] [--organisation 20|none] [--routes path,…] [--live deliveries@a-second|none] [--runs n] [--results folder]`. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const option = { type: 'string' } as const
  const options = {
    seconds: option,
    rounds: option,
    deliveries: option,
    facts: option,
    organisation: option,
    routes: option,
    live: option,
    runs: option,
    results: option,
  }
  const { values, positionals } = parse(args, options)
  const given = (name: 'seconds' | 'rounds' | 'deliveries' | 'runs', minimum: number) =>
    values[name] === undefined ? defaults[name] : positive(name, values[name], minimum)
  const settings: Settings = {
    seconds: given('seconds', 1),
    rounds: given('rounds', 1),
    deliveries: given('deliveries', 1_000),
    runs: given('runs', 5),
    facts: values.facts === undefined ? defaults.facts : millions('facts', values.facts),
    organisation:
      values.organisation === undefined
        ? defaults.organisation
        : (millions('organisation', values.organisation)[0] ?? null),
    routes: values.routes?.split(',') ?? defaults.routes,
    live: values.live === undefined ? defaults.live : pace(values.live),
    results: values.results ?? defaults.results,
  }
  const changed = Object.entries(values).flatMap(([name, value]) =>
    name === 'results' ? [] : [`--${name} ${value}`],
  )
  return { names: positionals, settings, changed }
}

function parse<const O extends Record<string, { readonly type: 'string' }>>(
  args: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function millions(name: string, text: string): readonly number[] {
  return text === 'none' ? [] : text.split(',').map((each) => positive(name, each, 0.01) * 1e6)
}

/** Such as `180000@50`. */
function pace(text: string): Settings['live'] {
  if (text === 'none') return null
  const [deliveries = '', perSecond = ''] = text.split('@')
  return { deliveries: positive('live', deliveries, 100), perSecond: positive('live', perSecond, 1) }
}

function positive(name: string, text: string, minimum: number): number {
  const value = Number(text)
  if (Number.isFinite(value) && value >= minimum) return value
  throw new UsageError(`--${name} is ${text}: it must be a number of at least ${minimum}`)
}
