/** What labels say of an issue, as numbers that a mark holds. Labels are compared whole, without case. */
export interface LabelReading {
  /** 0 low, 1 medium, 2 high, 3 critical. */
  readonly severity: number
  /** 0 pending, 1 in_progress, 2 verified, 3 shipped, 4 deferred, 5 closed. */
  readonly status: number
  readonly isBlocker: boolean
  /** Before its age is added and it is held between 0 and 100. */
  readonly priority: number
}

const MEDIUM = 1
/** The most severe first: the first that a label names. */
const SEVERITIES: readonly (readonly [severity: number, labels: readonly string[]])[] = [
  [3, ['critical', 'severity: critical']],
  [2, ['high', 'severity: high', 'urgent']],
  [MEDIUM, ['medium', 'severity: medium']],
  [0, ['low', 'severity: low', 'minor']],
]

const [PENDING, CLOSED] = [0, 5]
/** In this order: the first that a label names. */
const STATUSES: readonly (readonly [status: number, labels: readonly string[]])[] = [
  [1, ['in progress', 'in-progress']],
  [2, ['verified', 'qa']],
  [3, ['shipped', 'deployed']],
  [4, ['deferred', 'backlog']],
]

const BLOCKERS = ['blocker', 'blocking', 'priority: critical']

const BASE_PRIORITY = 50
const SEVERITY_PRIORITY: readonly number[] = [10, 20, 30, 40]
const BLOCKER_PRIORITY = 30
const LABEL_PRIORITY: readonly (readonly [label: string, points: number])[] = [
  ['security', 25],
  ['regression', 20],
  ['good first issue', -20],
  ['documentation', -15],
]

export function readLabels(names: readonly string[], isClosed: boolean): LabelReading {
  const labels = new Set(names.map((name) => name.toLowerCase()))
  const isOneOf = (those: readonly string[]) => those.some((label) => labels.has(label))
  const severity = SEVERITIES.find(([, those]) => isOneOf(those))?.[0] ?? MEDIUM
  const status = STATUSES.find(([, those]) => isOneOf(those))?.[0] ?? (isClosed ? CLOSED : PENDING)
  const isBlocker = isOneOf(BLOCKERS)
  const points = LABEL_PRIORITY.filter(([label]) => labels.has(label)).map(([, each]) => each)
  const priority = [
    BASE_PRIORITY,
    SEVERITY_PRIORITY[severity] ?? 0,
    isBlocker ? BLOCKER_PRIORITY : 0,
    ...points,
  ].reduce((sum, each) => sum + each, 0)
  return { severity, status, isBlocker, priority }
}
