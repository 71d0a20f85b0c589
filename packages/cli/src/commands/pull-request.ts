import { type AnswerOf, getPullRequest, getPullRequestStory } from '@octometer/gateway-api'
import { wrongUsage } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { command, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { duration, relative, toTheMinute } from '../render/moment.ts'
import { count, plural } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut } from '../render/text-width.ts'
import { jsonOf, type Session } from '../session.ts'

type Detail = AnswerOf<typeof getPullRequest>
type Moment = AnswerOf<typeof getPullRequestStory>['data'][number]

export function pullRequestCommand(run: Run) {
  return command('pr', 'the story of a pull request', [
    ['pr acme/api#42', 'its state, its lifecycle, and what happened to it'],
    ['pr acme/api#42 --json', 'the answers of the pull request and its /story, by their names'],
  ])
    .argument('<owner/repo#number>', 'which one')
    .action((which, options) =>
      run(options, async (session) => {
        const path = pathOf(which)
        const client = await session.client()
        const [detail, story] = await Promise.all([
          client.ask(getPullRequest, { path }),
          client.ask(getPullRequestStory, { path, query: { limit: 1000 } }),
        ])
        if (session.isJson) session.printLine(jsonOf({ pull_request: detail, story }))
        else session.print(page(detail.read(), await wholeStory(client, path, story.read()), session))
        return undefined
      }),
    )
}

interface Place {
  readonly owner: string
  readonly repo: string
  readonly number: number
}

function pathOf(which: string): Place {
  const [, owner, repo, number] = /^([^/\s]+)\/([^/\s#]+)(?:#|\/pull\/)(\d+)$/.exec(withoutHost(which)) ?? []
  if (owner !== undefined && repo !== undefined) return { owner, repo, number: Number(number) }
  throw wrongUsage(
    `${which} names no pull request: it must be like acme/api#42 (in quotes where the shell takes # for a comment)`,
  )
}

/** The address of a page at GitHub names it, too. */
function withoutHost(which: string): string {
  return which.replace(/^https?:\/\/[^/]+\//, '').replace(/\/(files|commits|checks)\/?$/, '')
}

type Story = AnswerOf<typeof getPullRequestStory>

async function wholeStory(client: Client, path: Place, first: Story): Promise<readonly Moment[]> {
  const moments = [...first.data]
  for (let cursor = first.page.next_cursor; cursor !== null; ) {
    const next = (await client.ask(getPullRequestStory, { path, query: { limit: 1000, cursor } })).read()
    moments.push(...next.data)
    cursor = next.page.next_cursor
  }
  return moments
}

function page(pull: Detail, story: readonly Moment[], session: Session): readonly string[] {
  const { style, width } = session
  const columns: Column<Moment>[] = [
    { title: 'When (UTC)', text: ({ at }) => toTheMinute(at), paint: style.faint },
    { title: 'After', text: ({ at }) => after(pull.created_at, at), align: 'right' },
    {
      title: 'What',
      text: ({ action }) => plainText(action).replaceAll('_', ' '),
      paint: style.accent,
      least: 12,
    },
    { title: 'Subject', text: ({ subject }) => shortSubject(subject), least: 12 },
    { title: 'Who', text: ({ actor }) => plainText(actor ?? ''), least: 8 },
  ]
  return [
    ...head(pull, session),
    '',
    ...lifecycleLines(pull, session),
    '',
    ...renderTable(columns, story, { style, width }),
    '',
    ...foot(pull.freshness, style, width),
  ]
}

function head(pull: Detail, { style, width }: Session): readonly string[] {
  const paint = { open: style.good, merged: style.accent, closed: style.bad }[pull.state]
  const state = pull.draft === true && pull.state === 'open' ? 'draft' : pull.state
  const by = plainText(pull.author ?? 'somebody')
  const labels = pull.labels.map(plainText).join(', ')
  const size =
    pull.size === null
      ? ''
      : ` · ${pull.size} +${count(pull.additions)} -${count(pull.deletions)} in ${plural(pull.changed_files ?? 0, 'file')}`
  const from = `${plainText(pull.head_ref)} → ${plainText(pull.base_ref)}`
  return [
    `  ${style.strong(cut(`${plainText(pull.repository)}#${pull.number}  ${plainText(pull.title)}`, width - 4))}`,
    `  ${paint(state)} ${style.faint(cut(`· ${by} · opened ${relative(pull.created_at, pull.freshness.as_of)}${size}`, width - state.length - 5))}`,
    `  ${style.faint(cut(labels === '' ? from : `${from} · ${labels}`, width - 4))}`,
  ]
}

function lifecycleLines({ lifecycle }: Detail, { style, width }: Session): readonly string[] {
  const parts = [
    ['first review', lifecycle.time_to_first_review_seconds],
    ['approval', lifecycle.time_to_approval_seconds],
    ['merge', lifecycle.time_to_merge_seconds],
    ['approval to merge', lifecycle.approval_to_merge_seconds],
    ['open', lifecycle.time_open_seconds],
  ] as const
  const columns: Column<(typeof parts)[number]>[] = [
    { title: 'Took until', text: ([name]) => name },
    {
      title: '',
      text: ([, seconds]) => duration(seconds),
      align: 'right',
      paint: (text) => style.strong(text),
    },
  ]
  return renderTable(columns, parts, { style, width })
}

function after(opened: string, at: string): string {
  const seconds = (Date.parse(at) - Date.parse(opened)) / 1e3
  return seconds < 0 ? '' : `+${duration(seconds)}`
}

/** A SHA is known by its first letters. */
function shortSubject(subject: string | null): string {
  const text = plainText(subject ?? '')
  return /^[0-9a-f]{40}$/.test(text) ? text.slice(0, 10) : text
}
