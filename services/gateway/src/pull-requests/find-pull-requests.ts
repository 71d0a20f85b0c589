import {
  currentUpdates,
  type PullRequestCandidate,
  type PullRequestFilters,
  pullRequestCount,
  type Store,
  stateCandidates,
  updateCandidates,
} from '@octometer/read-store'

/** A place in the order of pages: last update, repository, number, all descending. */
export interface PullRequestPlace {
  readonly observed_at: Date
  readonly repository_id: number
  readonly number: number
}

export interface PullRequestSearch {
  readonly store: Store
  readonly generation: string
  readonly filters: PullRequestFilters
}

/** Observations that are looked through one by one without a second thought. */
const FEW_OBSERVATIONS = 200_000
/** Updates that are looked at before the other way is taken: the filter fits too few of them. */
const MOST_UPDATES = 5_000
const CANDIDATES = 1_000
const FIRST_CHECK = 20

/**
 * The pull requests that fit the filters, by their last update, newest first, after a place: `wanted` of them, or
 * fewer when there are no more. Candidates come in the order of the answer and count only when they are still what
 * they were; so a page costs what it holds, not what there is.
 */
export async function findPullRequests(
  search: PullRequestSearch,
  after: PullRequestPlace | null,
  wanted: number,
): Promise<readonly PullRequestPlace[]> {
  const collector = new Collector(search, after, wanted)
  const { filters } = search
  const few = filters.repositories !== null && (await isFew(search))
  // Updates do not know of authors and labels: looking for those among them is worth it only by chance.
  const rare = filters.authors !== null || filters.labels !== null
  if (!few && !rare) await collector.collect(updateCandidates, CANDIDATES, MOST_UPDATES)
  if (!collector.isDone) {
    await collector.collect(stateCandidates, wanted + FIRST_CHECK, Number.POSITIVE_INFINITY)
  }
  return collector.found.slice(0, wanted)
}

async function isFew({ store, generation, filters }: PullRequestSearch): Promise<boolean> {
  const [row] = await store.query(pullRequestCount, { generation, repositories: filters.repositories })
  return (row?.observations ?? 0) <= FEW_OBSERVATIONS
}

type CandidateQuery = typeof updateCandidates

class Collector {
  readonly found: PullRequestPlace[] = []
  isDone = false
  readonly #search: PullRequestSearch
  readonly #wanted: number
  #after: PullRequestPlace | null

  constructor(search: PullRequestSearch, after: PullRequestPlace | null, wanted: number) {
    this.#search = search
    this.#wanted = wanted
    this.#after = after
  }

  /** Goes through candidates, `limit` at a time, until enough are found, none is left, or `most` were looked at. */
  async collect(query: CandidateQuery, limit: number, most: number): Promise<void> {
    const { store, generation, filters } = this.#search
    for (let looked = 0; looked < most && !this.isDone; looked += limit) {
      const parameters = { generation, ...filters, after: this.#after, limit }
      const candidates = (await store.query(query, parameters)).map(toPlace)
      await this.#check(candidates)
      if (candidates.length < limit) this.isDone = true
    }
  }

  /** Checks candidates in growing lots: the first few are often all that is needed. */
  async #check(candidates: readonly PullRequestPlace[]): Promise<void> {
    let checked = 0
    while (checked < candidates.length && !this.isDone) {
      const lot = candidates.slice(checked, checked + this.#lotSize(checked))
      await this.#keepCurrent(lot)
      checked += lot.length
      this.#after = lot.at(-1) ?? this.#after
      if (this.found.length >= this.#wanted) this.isDone = true
    }
  }

  #lotSize(checked: number): number {
    const missing = this.#wanted - this.found.length
    const hitRate = checked === 0 ? 1 : Math.max(0.05, this.found.length / checked)
    return Math.ceil(missing / Math.min(1, hitRate)) + FIRST_CHECK
  }

  async #keepCurrent(lot: readonly PullRequestPlace[]): Promise<void> {
    const { store, generation, filters } = this.#search
    const distinct = new Map(lot.map((place) => [keyOf(place), place]))
    const keys = [...distinct.values()].map(({ repository_id, number }) => ({ repository_id, number }))
    const rows = await store.query(currentUpdates, { generation, ...filters, keys })
    const current = new Map(rows.map(toPlace).map((place) => [keyOf(place), place.observed_at.getTime()]))
    const taken = new Set(this.found.map(keyOf))
    for (const place of lot) {
      const key = keyOf(place)
      if (taken.has(key) || current.get(key) !== place.observed_at.getTime()) continue
      taken.add(key)
      this.found.push(place)
    }
  }
}

function toPlace({ observed_at, repository_id, number }: PullRequestCandidate): PullRequestPlace {
  return { observed_at: new Date(observed_at), repository_id, number }
}

function keyOf({ repository_id, number }: PullRequestPlace): string {
  return `${repository_id} ${number}`
}
