import { BENCH_KEY } from '../system/services.ts'
import { cpuSeconds } from '../system/usage.ts'
import { type Case, cases, createRandom } from './questions.ts'

export interface Answers {
  readonly question: Case['question']
  readonly repositories: number
  /** Milliseconds of every run, in order. */
  readonly milliseconds: readonly number[]
  /** Milliseconds of CPU that each of these processes spent on all runs together, by its name. */
  readonly cpu: Readonly<Record<string, number>>
}

export interface Asked {
  readonly url: string
  /** Processes that take part in the answer. */
  readonly pids: Readonly<Record<string, number>>
  readonly runs: number
  readonly until: Date
}

/** An answer that a benchmark cannot count. */
class WrongAnswerError extends Error {
  override readonly name = 'WrongAnswerError'
  readonly code = 'wrong_answer'
}

const WARM_UP_RUNS = 10

/** Asks every case so many times, one question after the other, the cases taking turns. */
export async function askGateway({ url, pids, runs, until }: Asked): Promise<readonly Answers[]> {
  const random = createRandom(20_240_601)
  const answers = cases.map(({ question, repositories }) => ({
    question,
    repositories,
    milliseconds: [] as number[],
    cpu: Object.fromEntries(Object.keys(pids).map((name) => [name, 0])),
  }))
  for (let run = -WARM_UP_RUNS; run < runs; run += 1) {
    for (const [index, { path }] of cases.entries()) {
      const before = await cpuOf(pids)
      const milliseconds = await timeAnswer(`${url}${path(random, until)}`)
      const after = await cpuOf(pids)
      const answer = answers[index]
      if (run < 0 || answer === undefined) continue
      answer.milliseconds.push(milliseconds)
      for (const [name, seconds] of Object.entries(after))
        answer.cpu[name] = (answer.cpu[name] ?? 0) + (seconds - (before[name] ?? 0)) * 1_000
    }
  }
  return answers
}

async function cpuOf(pids: Asked['pids']): Promise<Record<string, number>> {
  const entries = Object.entries(pids).map(async ([name, pid]) => [name, (await cpuSeconds(pid)) ?? 0])
  return Object.fromEntries(await Promise.all(entries))
}

async function timeAnswer(url: string): Promise<number> {
  const began = performance.now()
  const answer = await fetch(url, { headers: { 'x-api-key': BENCH_KEY } })
  const text = await answer.text()
  const milliseconds = performance.now() - began
  if (!answer.ok) throw new WrongAnswerError(`${url} was answered ${answer.status}: ${text.slice(0, 500)}`)
  return milliseconds
}
