import { setTimeout as delay } from 'node:timers/promises'
import type { GitHubClient } from '@octometer/github-client'
import { GraphAnswerError, isTooMuch, type PartialAnswer, partialAnswer } from './graph-errors.ts'
import { type Answer, type Question, queryOf } from './question.ts'

/** Asks GraphQL what several readers want to know, many questions in a query. */
export interface GraphAsker {
  /** Throws GraphAnswerError for this question alone; RequestError when the query was not answered. */
  ask<T>(question: Question): Promise<Answer<T>>
}

interface Waiting {
  readonly question: Question
  readonly resolve: (answer: Answer<unknown>) => void
  readonly reject: (error: unknown) => void
}

export interface GraphAskerOptions {
  readonly client: Pick<GitHubClient, 'graphql'>
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Queries under way at once; 5 unless given. */
  readonly concurrency?: number
}

/** One point: GitHub divides connections by a hundred and rounds. */
const MOST_CONNECTIONS = 149
const MOST_WEIGHT = 4_000
const LEAST_WEIGHT = 250
/** Readers that were answered together ask again together, a moment later. */
const GATHERING_MS = 8

/**
 * A query that is not full waits for those under way, after which more is asked. A query that is too much for GitHub is split, and those
 * after it are smaller, until they succeed for a while.
 */
export function createGraphAsker(options: GraphAskerOptions): GraphAsker {
  return new BatchingAsker(options)
}

/** One for each client: questions of all its repositories share queries. */
export function createGraphAskers(
  options: Omit<GraphAskerOptions, 'client'>,
): (client: GitHubClient) => GraphAsker {
  const askers = new Map<GitHubClient, GraphAsker>()
  return (client) => {
    const asker = askers.get(client) ?? createGraphAsker({ ...options, client })
    askers.set(client, asker)
    return asker
  }
}

class BatchingAsker implements GraphAsker {
  readonly #options: GraphAskerOptions
  readonly #waiting: Waiting[] = []
  #mostWeight = MOST_WEIGHT
  #underWay = 0
  #isGathering = false

  constructor(options: GraphAskerOptions) {
    this.#options = options
  }

  ask<T>(question: Question): Promise<Answer<T>> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer<T>>()
    // What a question is answered with has the shape that it asked for.
    this.#waiting.push({ question, resolve: (answer) => resolve(answer as Answer<T>), reject })
    this.#gather()
    return promise
  }

  #gather(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    void delay(GATHERING_MS).then(() => {
      this.#isGathering = false
      this.#send()
    })
  }

  #send(): void {
    const { concurrency = 5 } = this.#options
    while (this.#waiting.length > 0 && this.#underWay < concurrency) {
      const count = this.#countOfFull()
      if (count === null && this.#underWay > 0) return
      const batch = this.#waiting.splice(0, count ?? this.#waiting.length)
      this.#underWay += 1
      void this.#answer(batch).finally(() => {
        this.#underWay -= 1
        this.#gather()
      })
    }
  }

  /** How many of those that wait fill a query; null: they do not. */
  #countOfFull(): number | null {
    let connections = 0
    let weight = 0
    for (const [index, { question }] of this.#waiting.entries()) {
      connections += question.connections
      weight += question.weight
      const isOver = connections > MOST_CONNECTIONS || weight > this.#mostWeight
      if (isOver) return Math.max(1, index)
    }
    return null
  }

  async #answer(batch: readonly Waiting[]): Promise<void> {
    const { client, now, signal } = this.#options
    const { text, places } = queryOf(batch.map(({ question }) => question))
    const askedAt = now()
    try {
      const answer = await dataOf(() => client.graphql(text, {}, { signal }))
      for (const [index, { resolve, reject }] of batch.entries()) {
        const place = places[index]
        const found = place === undefined ? null : at(answer.data, place.alias, place.index)
        if (found !== null) resolve({ data: found, askedAt })
        else reject(errorAt(answer, place?.alias, place?.index ?? null))
      }
      this.#mostWeight = Math.min(MOST_WEIGHT, this.#mostWeight * 1.1)
    } catch (error) {
      if (batch.length === 1 || !isTooMuch(error) || signal.aborted) {
        for (const { reject } of batch) reject(error)
        return
      }
      this.#mostWeight = Math.max(LEAST_WEIGHT, this.#mostWeight / 2)
      const half = Math.ceil(batch.length / 2)
      await this.#answer(batch.slice(0, half))
      await this.#answer(batch.slice(half))
    }
  }
}

async function dataOf(ask: () => Promise<unknown>): Promise<PartialAnswer> {
  try {
    return { data: recordOf(await ask()), errors: [] }
  } catch (error) {
    const answer = partialAnswer(error)
    if (answer === null) throw error
    return answer
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function at(data: PartialAnswer['data'], alias: string, index: number | null): unknown {
  const field = data[alias] ?? null
  if (index === null) return field
  return Array.isArray(field) ? (field[index] ?? null) : null
}

function errorAt({ errors }: PartialAnswer, alias: string | undefined, index: number | null): Error {
  const own = errors.find(({ path }) => path[0] === alias && (index === null || path[1] === index))
  return new GraphAnswerError(own?.message ?? 'GitHub does not have what was asked for', own?.type ?? null)
}
