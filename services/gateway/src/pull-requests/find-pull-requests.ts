import {
  currentUpdates,
  type PullRequestCandidate,
  type PullRequestFilters,
  type PullRequestStateRow,
  pullRequestCount,
  pullRequestStates,
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
  /** The place after which the page begins; null: at the newest. */
  readonly after: PullRequestPlace | null
}

export interface FoundPullRequests {
  readonly places: readonly PullRequestPlace[]
  /** The states of those that were read on the way. */
  readonly states: ReadonlyMap<string, PullRequestStateRow>
}

/** Observations that are looked through one by one without a second thought. */
const FEW_OBSERVATIONS = 200_000
/** Updates that are looked at before the other way is taken: the filter fits too few of them. */
const MOST_UPDATES = 5_000
const CANDIDATES = 1_000
const SPARE = 20

/**
 * The pull requests that fit the filters, by their last update, newest first: `wanted` of them, or fewer when there
 * are no more. Candidates come in the order of the answer and count only when they are still what they were; so a
 * page costs what it holds, not what there is.
 */
export async function findPullRequests(
  search: PullRequestSearch,
  wanted: number,
): Promise<FoundPullRequests> {
  const collector = new Collector(search, wanted)
  const { filters } = search
  const few = filters.repositories !== null && (await isFew(search))
  // Updates do not know of authors and labels: looking for those among them is worth it only by chance.
  const rare = filters.authors !== null || filters.labels !== null
  if (!few && !rare) await collector.collect(updateCandidates, CANDIDATES, MOST_UPDATES)
  if (!collector.isDone) await collector.collect(stateCandidates, wanted + SPARE, Number.POSITIVE_INFINITY)
  return { places: collector.found.slice(0, wanted), states: collector.states }
}

async function isFew({ store, generation, filters }: PullRequestSearch): Promise<boolean> {
  const [row] = await store.query(pullRequestCount, { generation, repositories: filters.repositories })
  return (row?.observations ?? 0) <= FEW_OBSERVATIONS
}

type CandidateQuery = typeof updateCandidates

class Collector {
  readonly found: PullRequestPlace[] = []
  readonly states = new Map<string, PullRequestStateRow>()
  isDone = false
  readonly #search: PullRequestSearch
  readonly #wanted: number
  #after: PullRequestPlace | null

  constructor(search: PullRequestSearch, wanted: number) {
    this.#search = search
    this.#wanted = wanted
    this.#after = search.after
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
      const current = await this.#currentUpdates(lot)
      for (const place of lot) {
        const key = keyOf(place)
        // Of several equal candidates the first one takes it.
        if (current.get(key) === place.observed_at.getTime() && current.delete(key)) this.found.push(place)
      }
      checked += lot.length
      this.#after = lot.at(-1) ?? this.#after
      if (this.found.length >= this.#wanted) this.isDone = true
    }
  }

  #lotSize(checked: number): number {
    const missing = this.#wanted - this.found.length
    if (checked === 0) return missing
    return Math.ceil(missing / Math.max(0.05, this.found.length / checked)) + SPARE
  }

  /** When those of the lot that still fit were last updated, in Unix milliseconds; none that was found already. */
  async #currentUpdates(lot: readonly PullRequestPlace[]): Promise<Map<string, number>> {
    const { store, generation, filters, after } = this.#search
    const known = new Set(this.found.map(keyOf))
    const distinct = new Map(lot.map((place) => [keyOf(place), place]))
    const keys = [...distinct].flatMap(([key, { repository_id, number }]) =>
      known.has(key) ? [] : [{ repository_id, number }],
    )
    if (keys.length === 0) return new Map()
    // The newest of all are nearly always current: what the answer needs of them is read at once.
    if (after === null && this.found.length === 0 && !hasContentFilter(filters)) {
      const rows = await store.query(pullRequestStates, { generation, keys })
      for (const row of rows) this.states.set(keyOf(row), row)
      return new Map(rows.map((row) => [keyOf(row), Date.parse(row.core.observed_at)]))
    }
    const rows = await store.query(currentUpdates, { generation, ...filters, keys })
    return new Map(rows.map((row) => [keyOf(row), Date.parse(row.observed_at)]))
  }
}

function hasContentFilter({ states, authors, labels }: PullRequestFilters): boolean {
  return states !== null || authors !== null || labels !== null
}

function toPlace({ observed_at, repository_id, number }: PullRequestCandidate): PullRequestPlace {
  return { observed_at: new Date(observed_at), repository_id, number }
}

export function keyOf({ repository_id, number }: { repository_id: number; number: number }): string {
  return `${repository_id} ${number}`
}
