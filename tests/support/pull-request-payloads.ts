import type { Told } from './send-twice.ts'
import { type ToldRepository, told } from './told.ts'

/** `02T09:10` is 09:10 of the second of March 2026, a Monday; `-24T…` is of February. */
export function at(text: string): string {
  return `2026-${text.startsWith('-') ? `02${text}` : `03-${text}`}:00Z`
}

export const people = {
  mona: { login: 'mona', id: 1, type: 'User' },
  hubot: { login: 'hubot', id: 2, type: 'User' },
  ada: { login: 'Ada', id: 3, type: 'User' },
  grace: { login: 'grace', id: 9, type: 'User' },
  bot: { login: 'dependabot[bot]', id: 4, type: 'Bot' },
} as const

type Person = (typeof people)[keyof typeof people]

interface Pull {
  readonly repository: ToldRepository
  readonly number: number
  readonly author: Person
  readonly opened: string
  readonly branch?: string
  /** Of a fork, when it is another one. */
  readonly headRepository?: number
  readonly lines: number
  readonly isDraft?: boolean
}

interface State {
  readonly closed?: string
  readonly merged?: string
  readonly commit?: string
}

/** What GitHub tells of one pull request, step by step. */
export function tellPull(pull: Pull) {
  const { repository, number, author, opened } = pull
  const seen = (time: string, { closed, merged, commit }: State = {}) => ({
    number,
    title: `Change ${number}`,
    user: author,
    state: closed === undefined && merged === undefined ? 'open' : 'closed',
    created_at: at(opened),
    updated_at: at(time),
    closed_at: closed === undefined && merged === undefined ? null : at(merged ?? closed ?? time),
    merged_at: merged === undefined ? null : at(merged),
    merge_commit_sha: commit ?? null,
    labels: [],
    draft: pull.isDraft ?? false,
    additions: pull.lines,
    deletions: 0,
    head: { ref: pull.branch ?? 'change', sha: 'abc', repo: { id: pull.headRepository ?? repository.id } },
    base: { ref: 'main' },
  })
  const event = (action: string, time: string, state: State = {}, more: object = {}) =>
    told(repository, ['pull_request', 0], { action, pull_request: seen(time, state), ...more })
  return {
    open: () => event('opened', opened),
    act: (action: string, time: string, more: object = {}) => event(action, time, {}, more),
    label: (name: string, time: string) => event('labeled', time, {}, { label: { name } }),
    merge: (time: string, commit?: string) =>
      event('closed', time, { merged: time, ...(commit !== undefined && { commit }) }),
    close: (time: string) => event('closed', time, { closed: time }),
    review: (id: number, by: Person, state: string, time: string) =>
      told(repository, ['pull_request_review', 0], {
        action: 'submitted',
        review: { id, user: by, state, submitted_at: at(time) },
        pull_request: seen(time),
        sender: by,
      }),
    comment: (id: number, by: Person, time: string) =>
      told(repository, ['issue_comment', 0], {
        action: 'created',
        issue: { number, user: author, created_at: at(opened), updated_at: at(time), pull_request: {} },
        comment: { id, user: by, created_at: at(time), updated_at: at(time) },
      }),
  }
}

/** A push; `ref` is a branch's name. `created`: it made the branch. */
export function tellPush(
  repository: ToldRepository,
  ref: string,
  sha: string,
  pushed: string,
  commits: readonly string[],
  created = false,
): Told {
  return told(
    repository,
    ['push', 0],
    {
      ref: `refs/heads/${ref}`,
      after: sha,
      deleted: false,
      created,
      commits: commits.map((time, index) => ({
        id: `${sha.slice(0, 38)}0${index}`,
        timestamp: at(time),
        distinct: true,
      })),
    },
    { pushed_at: Date.parse(at(pushed)) / 1000 },
  )
}
