import {
  currentUpdates,
  type PullRequestCandidate,
  type PullRequestFilters,
  type PullRequestStateRow,
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

/** Pull requests of so few repositories are looked through one by one. */
const FEW_REPOSITORIES = 20
const SPARE = 20
/** Of no more candidates all that the answer needs is read at once. */
const SMALL_LOT = 150

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
  const few = filters.repositories !== null && filters.repositories.length <= FEW_REPOSITORIES
  // The order of updates does not know of authors and labels.
  const rare = filters.authors !== null || filters.labels !== null
  await collector.collect(few || rare ? stateCandidates : updateCandidates, wanted + SPARE)
  return { places: collector.found.slice(0, wanted), states: collector.states }
}

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

  /** Goes through candidates, `limit` at a time, until enough are found or none is left. */
  async collect(query: typeof stateCandidates, limit: number): Promise<void> {
    const { store, generation, filters } = this.#search
    while (!this.isDone) {
      const parameters = { generation, ...filters, after: this.#after, limit }
      const candidates = (await store.query(query, parameters)).map(toPlace)
      await this.#check(candidates)
      this.#after = candidates.at(-1) ?? this.#after
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
    const { store, generation, filters } = this.#search
    const known = new Set(this.found.map(keyOf))
    const distinct = new Map(lot.map((place) => [keyOf(place), place]))
    const keys = [...distinct].flatMap(([key, { repository_id, number }]) =>
      known.has(key) ? [] : [{ repository_id, number }],
    )
    if (keys.length === 0) return new Map()
    if (keys.length <= SMALL_LOT) {
      const rows = await store.query(pullRequestStates, { generation, keys })
      for (const row of rows) this.states.set(keyOf(row), row)
      const fitting = rows.filter((row) => fits(row, filters))
      return new Map(fitting.map((row) => [keyOf(row), Date.parse(row.core.observed_at)]))
    }
    const rows = await store.query(currentUpdates, { generation, ...filters, keys })
    return new Map(rows.map((row) => [keyOf(row), Date.parse(row.observed_at)]))
  }
}

/** As the store's own conditions: names without case. */
function fits(
  { core }: PullRequestStateRow,
  { states, authors, without, labels }: PullRequestFilters,
): boolean {
  const among = (texts: readonly string[] | null, some: readonly string[]) =>
    texts === null || some.some((text) => texts.some((each) => each.toLowerCase() === text.toLowerCase()))
  return (
    (states === null || states.includes(core.state)) &&
    among(authors, [core.author ?? '']) &&
    !without.includes((core.author ?? '').toLowerCase()) &&
    among(labels, core.labels)
  )
}

function toPlace({ observed_at, repository_id, number }: PullRequestCandidate): PullRequestPlace {
  return { observed_at: new Date(observed_at), repository_id, number }
}

export function keyOf({ repository_id, number }: { repository_id: number; number: number }): string {
  return `${repository_id} ${number}`
}
