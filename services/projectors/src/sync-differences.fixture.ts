import type { ConvergedTables } from '@octometer/testkit'

export type Row = Readonly<Record<string, unknown>>

/** What a comparison leaves out of a table, each for a reason. */
interface Difference {
  /** Column, or element of a tuple: `core.guid`. */
  readonly columns?: readonly string[]
  /** Marks, without their rank: both parts of which it lies between, in bits. */
  readonly ranks?: Readonly<Record<string, { readonly content: number; readonly rank: number }>>
  /** Rows that are compared; without it all. */
  readonly rows?: (row: Row) => boolean
}

export type Differences = Readonly<Record<string, Difference>>

const issueMark = { content: 15, rank: 2 }

/** Who saw it, and with which rank: a look and a delivery of one second show the same under names of their own. */
export const whoSawIt: Differences = {
  counter_facts: { columns: ['last_received_at'] },
  counter_conflicts: { columns: ['last_received_at'] },
  pull_requests: { columns: ['core.guid', 'core.rank', 'detail.guid', 'detail.rank', 'detail.observed_at'] },
  pull_request_reviews: { columns: ['state.guid', 'state.rank', 'state.observed_at'] },
  pull_request_lives: { ranks: { mark: { content: 1, rank: 2 }, size_mark: { content: 3, rank: 60 } } },
  issues: {
    ranks: {
      mark: issueMark,
      assignment: { content: 16, rank: 2 },
      'labels.mark': issueMark,
      'about.mark': issueMark,
    },
  },
  releases: { ranks: { mark: { content: 2, rank: 3 }, 'about.mark': { content: 2, rank: 3 } } },
  project_items: { ranks: { mark: { content: 3, rank: 2 }, 'about.mark': { content: 3, rank: 2 } } },
  // A reduced copy says when it was so, too, and its words are not read.
  activity_records: { columns: ['about.seen_at'] },
}

/** What deliveries tell of things that GitHub keeps no trace of. */
export interface Lost {
  /** `repository:SHA` of the commits of the default branch; of other branches nobody is asked. */
  readonly onDefaultBranch: ReadonlySet<string>
  /** `repository:number` of pull requests with a review that was dismissed. */
  readonly dismissedIn: ReadonlySet<string>
  /** Ids of suites and check runs that completed again under the same id without another run in their place. */
  readonly completedAgain: ReadonlySet<string>
  readonly deletedComments: ReadonlySet<unknown>
}

/** docs/how-to/append-a-snapshot.md says the same in words, with the reasons. */
export function unknownToSync(lost: Lost): Differences {
  const { onDefaultBranch, dismissedIn, completedAgain, deletedComments } = lost
  const isCommitKept = ({ repository_id, key }: Row) => onDefaultBranch.has(`${repository_id}:${key}`)
  const isWhole = ({ repository_id, number }: Row) => !dismissedIn.has(`${repository_id}:${number}`)
  const none = { rows: () => false }
  return {
    counter_facts: {
      rows: (row) => {
        if (row.counter === 'pushes') return false
        if (row.counter === 'commits') return isCommitKept(row)
        return !completedAgain.has(String(row.key))
      },
    },
    counter_conflicts: none,
    pull_request_timeline: {
      rows: (row) => TOLD_ACTION.test(String(row.action)) && isWhole(row),
      columns: ['actor', 'state', 'commits', 'head_sha', 'received_at'],
    },
    pull_request_lives: {
      rows: isWhole,
      columns: ['ready_at', 'drafted_at', 'review_requested_at', 'approval_label_at', 'verified_label_at'],
    },
    branch_moments: { rows: ({ kind }) => kind !== 'push' },
    issue_timeline: {
      rows: ({ action }) => TOLD_ACTION.test(String(action)),
      columns: ['actor', 'shown'],
    },
    check_runs: { rows: ({ check_run_id }) => !completedAgain.has(String(check_run_id)) },
    check_suites: { columns: ['first_failed_at', 'last_failed_at', 'last_passed_at'] },
    workflow_runs: { rows: ({ conclusion, stage }) => conclusion !== null || Number(stage) > 3 },
    review_thread_comments: {
      rows: ({ comment_id }) => !deletedComments.has(comment_id),
      columns: ['received_at'],
    },
    review_thread_turns: none,
    default_branch_pushes: none,
    project_updates: none,
    contributions: {
      rows: (row) => {
        if (row.kind === 'commit') return isCommitKept(row)
        return !/_label$/.test(String(row.kind)) && (row.kind !== 'approval' || isWhole(row))
      },
    },
    people: { columns: ['first_seen', 'last_seen', 'name.seen_at'] },
    activity_records: {
      rows: (row) => row.kind !== 'commit' || isCommitKept(row),
      columns: ['actor', 'about.url'],
    },
  }
}

const TOLD_ACTION =
  /^(opened|closed|merged|comment|review_comment|review_(approved|changes_requested|commented))$/

/** The tables without what the differences name. */
export function without(tables: ConvergedTables, differences: readonly Differences[]): ConvergedTables {
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [
      table,
      differences
        .flatMap((each) => each[table] ?? [])
        .reduce<readonly Row[]>((kept, difference) => reduced(kept, difference), rows),
    ]),
  )
}

function reduced(
  rows: readonly Row[],
  { columns = [], ranks = {}, rows: isKept }: Difference,
): readonly Row[] {
  return rows
    .filter((row) => isKept === undefined || isKept(row))
    .map((row) => {
      const dropped = columns.reduce((rest, path) => changed(rest, path.split('.'), () => undefined), row)
      return Object.entries(ranks).reduce(
        (rest, [path, { content, rank }]) =>
          changed(rest, path.split('.'), (mark) => {
            const number = Number(mark)
            return Math.floor(number / 2 ** (content + rank)) * 2 ** content + (number % 2 ** content)
          }),
        dropped,
      )
    })
}

function changed(
  row: Row,
  [first = '', ...rest]: readonly string[],
  change: (value: unknown) => unknown,
): Row {
  const value = row[first]
  const now = rest.length === 0 ? change(value) : changed(Object(value), rest, change)
  return { ...row, [first]: now }
}

const SHOWN = 3

/** The first rows of each table that only one of two has; nothing when they are the same. */
export function differing(actual: ConvergedTables, expected: ConvergedTables) {
  const only = (rows: readonly Row[] | undefined, others: readonly Row[] | undefined) => {
    const known = new Set((others ?? []).map(textOf))
    return (rows ?? []).map(textOf).filter((row) => !known.has(row))
  }
  const tables = new Set([...Object.keys(actual), ...Object.keys(expected)])
  return Object.fromEntries(
    [...tables].flatMap((table) => {
      const added = only(actual[table], expected[table])
      const missing = only(expected[table], actual[table])
      const rows = { added: added.slice(0, SHOWN), missing: missing.slice(0, SHOWN) }
      return added.length + missing.length === 0 ? [] : [[table, rows]]
    }),
  )
}

/** As JSON, its columns by name. */
function textOf(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  )
}
