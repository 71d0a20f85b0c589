import type { Entry } from '../../api/operations.ts'

export type Moment = Entry<'getPullRequestStory'>

export const momentKinds = ['Life', 'Reviews', 'Comments', 'Commits', 'Labels and people'] as const
export type MomentKind = (typeof momentKinds)[number]

const LIFE = /^(opened|closed|merged|reopened|ready_for_review|converted_to_draft|edited|locked|unlocked)/

/** Which of the filters a moment falls under. */
export function kindOf({ action }: Pick<Moment, 'action'>): MomentKind {
  if (
    action.startsWith('review_') &&
    !action.startsWith('review_request') &&
    !action.startsWith('review_comment')
  )
    return 'Reviews'
  if (action.includes('comment')) return 'Comments'
  if (action === 'synchronize' || action.includes('commit')) return 'Commits'
  return LIFE.test(action) ? 'Life' : 'Labels and people'
}

/** An action in words: `review_requested` is `review requested`. */
export function wordsOf(action: string): string {
  return action === 'synchronize' ? 'pushed commits' : action.replaceAll('_', ' ')
}

export interface MomentGroup {
  readonly key: string
  readonly moments: readonly [Moment, ...Moment[]]
}

/** Moments of one kind of action by one person right after each other are told together. */
export function groupMoments(moments: readonly Moment[]): readonly MomentGroup[] {
  const groups: { key: string; moments: [Moment, ...Moment[]] }[] = []
  for (const moment of moments) {
    const last = groups.at(-1)
    const [first] = last?.moments ?? []
    if (last !== undefined && first?.action === moment.action && first.actor === moment.actor) {
      last.moments.push(moment)
    } else {
      groups.push({ key: `${moment.at} ${moment.action} ${moment.subject}`, moments: [moment] })
    }
  }
  return groups
}

/** Its commits that were told of, the newest first: the head, and what was pushed before. */
export function commitsOf(head: string, moments: readonly Moment[]): readonly string[] {
  const pushed = moments.filter(({ action }) => action === 'synchronize').map(({ subject }) => subject)
  return [...new Set([head, ...pushed.toReversed().filter((sha) => sha !== null)])]
}
