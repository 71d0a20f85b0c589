const api = { id: 7, name: 'acme/api', url: 'https://api.github.com/repos/acme/api' }
const mona = {
  id: 1,
  login: 'mona',
  display_login: 'mona',
  gravatar_id: '',
  url: 'https://api.github.com/users/mona',
}
const AT = '2026-01-05T15:00:01Z'

let nextId = 45_700_000_000

/** As the Events API tells it: never a webhook's payload. */
function event(type: string, payload: object, repo: object = api) {
  nextId += 1
  return {
    ...{ id: String(nextId), type, actor: mona, repo, payload, public: true, created_at: AT },
    org: { id: 9, login: 'acme', gravatar_id: '', url: 'https://api.github.com/orgs/acme' },
  }
}

const user = { login: 'mona', id: 1, type: 'User' }
const times = { created_at: '2026-01-05T14:00:00Z', updated_at: AT }
const ends = { head: { ref: 'fix', sha: 'a'.repeat(40) }, base: { ref: 'main', sha: 'b'.repeat(40) } }

/** Before October 2025 the Events API gave pull requests whole. */
const pull = {
  ...{
    id: 50,
    number: 5,
    state: 'open',
    title: 'Fix it',
    user,
    ...times,
    closed_at: null,
    merged_at: null,
    ...ends,
  },
  ...{ labels: [], merged: false, draft: false },
}
/** Since then it gives so much. */
const trimmed = { id: 60, number: 6, url: 'https://api.github.com/repos/acme/api/pulls/6', ...ends }
const merged = { ...pull, state: 'closed', merged: true, closed_at: AT, merged_at: AT }
const issue = {
  ...{ id: 80, number: 8, state: 'open', title: 'It breaks', user, ...times, closed_at: null, labels: [] },
  ...{ comments: 0, assignees: [], body: null },
}
const comment = { id: 90, user, ...times, body: 'I see' }
const release = {
  ...{
    id: 70,
    tag_name: 'v1',
    name: 'v1',
    draft: false,
    prerelease: false,
    target_commitish: 'main',
    author: user,
  },
  ...{ created_at: AT, published_at: AT },
}
const push = {
  repository_id: 7,
  push_id: 1,
  ref: 'refs/heads/main',
  head: 'c'.repeat(40),
  before: 'b'.repeat(40),
}
const commits = [
  { sha: 'c'.repeat(40), author: { email: '', name: 'mona' }, message: 'Fix', distinct: true, url: '' },
]

/** An hour with every type that is mapped, whole and trimmed, and what is skipped. */
export const gharchiveHour: readonly object[] = [
  event('PushEvent', { ...push, size: 1, distinct_size: 1, commits }),
  event('PushEvent', { ...push, push_id: 2, before: 'c'.repeat(40), head: 'd'.repeat(40) }),
  event('PullRequestEvent', { action: 'opened', number: 5, pull_request: pull }),
  event('PullRequestEvent', { action: 'closed', number: 5, pull_request: merged }),
  event('PullRequestEvent', { action: 'opened', number: 6, pull_request: trimmed }),
  event('PullRequestReviewEvent', {
    action: 'created',
    review: { id: 55, user, state: 'approved', submitted_at: AT, commit_id: 'a'.repeat(40), body: null },
    pull_request: pull,
  }),
  event('PullRequestReviewCommentEvent', {
    action: 'created',
    comment: { ...comment, pull_request_review_id: 55, path: 'a.ts', line: 1 },
    pull_request: pull,
  }),
  event('PullRequestReviewCommentEvent', { action: 'created', comment, pull_request: trimmed }),
  event('IssuesEvent', { action: 'opened', issue }),
  event('IssueCommentEvent', { action: 'created', issue, comment }),
  event('CommitCommentEvent', { action: 'created', comment: { ...comment, commit_id: 'c'.repeat(40) } }),
  event('CreateEvent', {
    ref: 'fix',
    ref_type: 'branch',
    master_branch: 'main',
    description: null,
    pusher_type: 'user',
  }),
  event('CreateEvent', { ref: null, ref_type: 'repository', master_branch: 'main', pusher_type: 'user' }),
  event('DeleteEvent', { ref: 'fix', ref_type: 'branch', pusher_type: 'user' }),
  event('ForkEvent', { forkee: { id: 71, full_name: 'mona/api', created_at: AT } }),
  event('WatchEvent', { action: 'started' }),
  event('ReleaseEvent', { action: 'published', release }),
  event('MemberEvent', { action: 'added', member: user }),
  event('PublicEvent', {}),
  event('GollumEvent', {
    pages: [{ page_name: 'Home', title: 'Home', action: 'edited', sha: 'e'.repeat(40) }],
  }),
  event('SponsorshipEvent', { action: 'created' }),
  event('WatchEvent', { action: 'started' }, { id: 99, name: 'other/one', url: '' }),
]
