import { day, hour, minute } from './calendar.ts'
import { type Comment, deliverIssueComment } from './comment-events.ts'
import { deliverIssue } from './issue-events.ts'
import { issueLabels, labelOf } from './labels.ts'
import type { Issue, Person, Repository } from './model.ts'
import { bots, ghost } from './people.ts'
import { newNumber, oldNumber } from './pull-request-draft.ts'
import type { Life, World } from './world.ts'

const titles = [
  'Spelling error in the README file',
  'Crash when the list is empty',
  'Слишком медленно',
  'Support ARM64',
]

/** An issue: opened, sorted, talked about, closed, now and then taken up and closed again. */
export function* issueLife(world: World, repository: Repository): Life {
  const author = world.random.pick(world.people)
  yield world.later(author, 5 * minute)
  const issue = createIssue(world, repository, author, newNumber(repository), world.now())
  openIssue(world, issue)
  yield* discuss(world, issue)
  yield* settle(world, issue)
}

/** An issue that was open before the simulation began: nobody tells of its opening. */
export function* standingIssueLife(world: World, repository: Repository): Life {
  const author = world.random.pick(world.people)
  const createdAt = world.now() - world.random.int(2, 60) * day
  const issue = createIssue(world, repository, author, oldNumber(repository), createdAt)
  yield* discuss(world, issue)
  yield* settle(world, issue)
}

function createIssue(
  world: World,
  repository: Repository,
  author: Person,
  number: number,
  createdAt: number,
): Issue {
  return {
    id: world.id('issue'),
    number,
    repository,
    author,
    createdAt,
    labels: [],
    assignees: [],
    title: world.random.pick(titles),
    state: 'open',
    stateReason: null,
    closedAt: null,
    updatedAt: createdAt,
    comments: 0,
  }
}

function openIssue(world: World, issue: Issue): void {
  const { random } = world
  const { repository, author } = issue
  const names = random.sample(issueLabels, random.int(0, 2))
  issue.labels.push(...names.map((name) => labelOf(repository, name)))
  deliverIssue(world, issue, 'opened', random.chance(0.02) ? null : author)
  for (const label of issue.labels) deliverIssue(world, issue, 'labeled', author, { label: label.object })
}

function* discuss(world: World, issue: Issue): Life {
  const { random } = world
  const rounds = random.int(0, 4)
  for (let round = 0; round < rounds; round += 1) {
    const person = random.chance(0.1) ? bots.actions : random.pick(world.people)
    yield world.later(person, 8 * hour)
    issue.updatedAt = world.now()
    const turn = random.weighted([
      [say, 6],
      [assign, 2],
      [mark, 2],
      [rename, 1],
    ])
    turn(world, issue, person)
  }
}

function say(world: World, issue: Issue, author: Person): void {
  issue.comments += 1
  const now = world.now()
  const comment: Comment = { id: world.id('comment'), author, createdAt: now, updatedAt: now, body: '+1' }
  deliverIssueComment(world, issue, 'created', comment)
}

function assign(world: World, issue: Issue, person: Person): void {
  if (issue.assignees.includes(person)) return
  issue.assignees.push(person)
  deliverIssue(world, issue, 'assigned', person, { assignee: person.object })
}

function mark(world: World, issue: Issue, person: Person): void {
  const label = labelOf(issue.repository, world.random.pick(issueLabels))
  const at = issue.labels.findIndex((present) => present.name === label.name)
  if (at < 0) issue.labels.push(label)
  else issue.labels.splice(at, 1)
  deliverIssue(world, issue, at < 0 ? 'labeled' : 'unlabeled', person, { label: label.object })
}

function rename(world: World, issue: Issue, person: Person): void {
  const from = issue.title
  issue.title = `${from} (again)`
  deliverIssue(world, issue, 'edited', person, { changes: { title: { from } } })
}

function* settle(world: World, issue: Issue): Life {
  const { random } = world
  if (random.chance(0.25)) return
  yield* close(world, issue)
  // Closing again counts again: each closing has a time of its own.
  for (let again = 0; again < 2 && random.chance(0.2); again += 1) {
    yield* reopen(world, issue)
    yield* close(world, issue)
  }
  if (!random.chance(0.04)) return
  yield world.later(issue.author, day)
  deliverIssue(world, issue, random.chance(0.5) ? 'deleted' : 'locked', issue.author)
}

function* close(world: World, issue: Issue): Life {
  const by = world.random.pick(world.people)
  yield world.later(by, day)
  issue.state = 'closed'
  issue.stateReason = world.random.chance(0.8) ? 'completed' : 'not_planned'
  issue.closedAt = world.now()
  issue.updatedAt = world.now()
  deliverIssue(world, issue, 'closed', world.random.chance(0.05) ? ghost : by)
}

function* reopen(world: World, issue: Issue): Life {
  yield world.later(issue.author, 10 * hour)
  issue.state = 'open'
  issue.stateReason = 'reopened'
  issue.closedAt = null
  issue.updatedAt = world.now()
  deliverIssue(world, issue, 'reopened', issue.author)
}
