import {
  type GithubUser,
  issueInWordsSchema,
  pullRequestInWordsSchema,
  pushedCommitsSchema,
} from '@octometer/event-contracts'
import type { ActivityRecordRow } from '@octometer/read-store'
import type { Told } from '../told-by-snapshot.ts'

type RecordRow = Omit<ActivityRecordRow, 'repository_id'>
type Reader = (told: Told) => readonly RecordRow[]

/** What each event tells of commits, pull requests and issues in words, by the event's name. Throws the schema's error. */
export const recordReaders: Readonly<Record<string, Reader>> = {
  push: pushedCommits,
  pull_request: pullRequest,
  issues: closedIssue,
}

const MOST_CHARACTERS = 500

interface Recorded {
  readonly kind: string
  readonly at: Date
  readonly key: string
  readonly seenAt: Date
  readonly message: string
  readonly url: string
  readonly author: string | null | undefined
  readonly hasAccount: boolean
  readonly actor: string | null
}

function rowOf({ kind, at, key, seenAt, message, url, author, hasAccount, actor }: Recorded): RecordRow {
  const name = author ?? ''
  return {
    ...{ at, kind, key, actor, author_key: name.toLowerCase() },
    about: { seen_at: seenAt, message: cut(message), url, author: name, has_account: hasAccount },
  }
}

/** By code points: half a character would be none. */
function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : [...text].slice(0, MOST_CHARACTERS).join('')
}

function accountOf(user: GithubUser | undefined) {
  return { author: user?.login, hasAccount: user != null }
}

/** Of a push to a branch; a commit that several branches or hooks tell of is one. */
function pushedCommits({ payload }: Told): readonly RecordRow[] {
  const { ref, deleted, commits } = pushedCommitsSchema.parse(payload)
  if (deleted || !ref.startsWith('refs/heads/')) return []
  return commits.map(({ id, timestamp, message, url, author }) =>
    rowOf({
      ...{ kind: 'commit', at: timestamp, key: id, seenAt: timestamp, message, url, actor: null },
      author: author?.username ?? author?.name,
      hasAccount: author?.username != null,
    }),
  )
}

function pullRequest({ payload }: Told): readonly RecordRow[] {
  const { pull_request: pull } = pullRequestInWordsSchema.parse(payload)
  const its = { ...accountOf(pull.user), ...wordsOf(pull, pull.created_at) }
  const opened = rowOf({ ...its, kind: 'pr_opened', at: pull.created_at, actor: null })
  if (pull.merged_at == null) return [opened]
  const actor = pull.merged_by?.login ?? null
  return [opened, rowOf({ ...its, kind: 'pr_merged', at: pull.merged_at, actor })]
}

/** Every payload of a closed issue tells of its last closing; who closed it, the closing's own alone. */
function closedIssue({ payload, sender }: Told): readonly RecordRow[] {
  const { action, issue } = issueInWordsSchema.parse(payload)
  if (issue.pull_request !== undefined || issue.state !== 'closed' || issue.closed_at == null) return []
  const actor = action === 'closed' ? sender : null
  return [
    rowOf({
      ...accountOf(issue.user),
      ...wordsOf(issue, issue.closed_at),
      kind: 'issue_closed',
      at: issue.closed_at,
      actor,
    }),
  ]
}

interface InWords {
  readonly number: number
  readonly title: string
  readonly html_url: string
  readonly updated_at?: Date | null | undefined
}

/** A payload that does not say when it was so is as old as can be. */
function wordsOf({ number, title, html_url, updated_at }: InWords, earliest: Date) {
  return { key: `${number}`, message: title, url: html_url, seenAt: updated_at ?? earliest }
}
