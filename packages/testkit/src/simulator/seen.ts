export interface PullKey {
  readonly repositoryId: number
  readonly number: number
}

/** What a `pull_request` payload shows. Times as GitHub writes them. */
export interface PullRequestSeen extends PullKey {
  readonly state: 'open' | 'closed'
  readonly merged: boolean
  readonly mergeable: boolean | null
  readonly title: string
  readonly draft: boolean
  readonly author: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly mergedAt: string | null
  readonly closedAt: string | null
  readonly mergedBy: string | null
  readonly labels: readonly string[]
  readonly headSha: string
  readonly headRef: string
  readonly baseRef: string
  readonly additions: number
  readonly deletions: number
  readonly changedFiles: number
  readonly commits: number
}

export interface ReviewSeen {
  readonly action: string
  readonly id: number
  readonly user: string
  readonly state: string
  readonly submittedAt: string
  readonly byAuthor: boolean
  readonly byBot: boolean
}

export interface TimelineMark {
  readonly event: string
  readonly action: string
  /** Label, reviewer, comment, review or thread; empty for an action that has no other subject than the pull request. */
  readonly subject: string
  /** Null for what has no time of its own and is dated by its receipt. */
  readonly at: string | null
}
