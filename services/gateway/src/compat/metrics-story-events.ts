/** An event of a story before it is grouped. Times are milliseconds. */
export interface StoryEvent {
  readonly event_type: string
  readonly at: number
  readonly description: string
  readonly body?: string
  readonly truncated?: boolean
  readonly url?: string
  readonly resolution_time_hours?: number
  readonly check?: StoryCheck
}

export interface StoryCheck {
  readonly name: string
  readonly conclusion: string | null
  readonly status: string
  /** Seven digits of the commit. */
  readonly commit: string
}

interface Moment {
  readonly action: string
  readonly subject: string
  readonly actor: string | null
}

type Told = readonly [type: string, description: string]

const BY_ACTION: Readonly<Record<string, (who: string, subject: string) => Told>> = {
  opened: (who) => ['pr_opened', `${who} opened this pull request`],
  merged: (who) => ['pr_merged', `${who} merged this pull request`],
  closed: (who) => ['pr_closed', `${who} closed this pull request`],
  reopened: (who) => ['pr_reopened', `${who} reopened this pull request`],
  synchronize: (who) => ['commit', `${who} pushed commits`],
  ready_for_review: (who) => ['ready_for_review', `${who} marked it ready for review`],
  review_requested: (who, subject) => ['review_requested', `${who} asked @${subject} for a review`],
  review_approved: (who) => ['review_approved', `${who} approved`],
  review_changes_requested: (who) => ['review_changes', `${who} requested changes`],
  review_commented: (who) => ['review_comment', `${who} reviewed with comments`],
  comment: (who) => ['comment', `${who} commented`],
  labeled: labelled,
  unlabeled: (who, subject) => ['label_removed', `${who} removed the label ${subject}`],
}

function labelled(who: string, label: string): Told {
  if (label.toLowerCase().includes('verified')) return ['verified', `${who} verified with the label ${label}`]
  if (label.startsWith('approved-')) return ['approved_label', `@${label.slice(9)} approved by label`]
  if (label.startsWith('lgtm-')) return ['lgtm', `@${label.slice(5)} said lgtm by label`]
  return ['label_added', `${who} added the label ${label}`]
}

/** What a moment of the timeline is in a story; null for what stories do not tell. */
export function toldOf({ action, subject, actor }: Moment): Told | null {
  return BY_ACTION[action]?.(actor === null ? 'somebody' : `@${actor}`, subject) ?? null
}

const WINDOW_MS = 60_000

/**
 * Events in order, those within a minute of a group's first under its time. In a group, the checks of one commit come
 * last and as one event, with a child for each when they are several.
 */
export function groupEvents(events: readonly StoryEvent[]) {
  const groups: { readonly at: number; readonly events: StoryEvent[] }[] = []
  for (const event of events.toSorted((left, right) => left.at - right.at)) {
    const group = groups.at(-1)
    if (group !== undefined && event.at - group.at <= WINDOW_MS) group.events.push(event)
    else groups.push({ at: event.at, events: [event] })
  }
  return groups.flatMap((group) => {
    const timestamp = new Date(group.at).toISOString().replace('.000Z', 'Z')
    const others = group.events.flatMap(({ at: _at, check, ...event }) =>
      check === undefined ? [{ ...event, timestamp }] : [],
    )
    const checks = group.events.flatMap(({ check }) => (check === undefined ? [] : [check]))
    const byCommit = Map.groupBy(checks, ({ commit }) => commit)
    return [...others, ...[...byCommit].map(([commit, its]) => ({ ...checkEvent(commit, its), timestamp }))]
  })
}

function checkEvent(commit: string, checks: readonly StoryCheck[]) {
  const [only] = checks
  if (checks.length === 1 && only !== undefined) {
    const { name, conclusion, status } = only
    const description = `${name} – ${conclusion ?? 'running'}`
    return { event_type: 'check_run', description, name, conclusion, status }
  }
  const passed = checks.filter(({ conclusion }) => conclusion === 'success').length
  const failed = checks.filter(
    ({ conclusion }) => conclusion === 'failure' || conclusion === 'cancelled',
  ).length
  return {
    event_type: 'check_run',
    description: `${checks.length} check runs (${passed} passed, ${failed} failed)`,
    commit,
    children: checks.map(({ name, conclusion, status }) => ({ name, conclusion, status })),
  }
}
