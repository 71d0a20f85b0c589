import { at, people, tellPull, tellPush } from './pull-request-payloads.ts'
import type { Told } from './send-twice.ts'
import { type ToldRepository, told } from './told.ts'

const api: ToldRepository = { id: 1, full_name: 'acme/api' }
const web: ToldRepository = { id: 2, full_name: 'acme/web' }
const { mona, hubot, ada, bot } = people

const MERGE = 'c0ffee'.padEnd(40, '1')
const NEXT = 'decade'.padEnd(40, '2')

const first = tellPull({
  repository: api,
  number: 1,
  author: mona,
  opened: '02T08:00',
  branch: 'feature',
  lines: 8,
  isDraft: true,
})
const fork = tellPull({
  repository: api,
  number: 2,
  author: mona,
  opened: '03T08:00',
  headRepository: 99,
  lines: 20,
})
const closed = tellPull({ repository: api, number: 3, author: hubot, opened: '03T10:00', lines: 50 })
const bumped = tellPull({ repository: api, number: 4, author: bot, opened: '04T10:00', lines: 2 })
const waiting = tellPull({ repository: api, number: 5, author: mona, opened: '04T08:00', lines: 1200 })
const before = tellPull({ repository: api, number: 6, author: mona, opened: '-24T08:00', lines: 5 })
const other = tellPull({ repository: web, number: 1, author: ada, opened: '05T08:00', lines: 700 })

const deployment = { id: 7, sha: NEXT, ref: 'main', created_at: at('02T17:30'), environment: 'production' }

/** A fortnight of six pull requests of people and one of a bot, with what leads to them and what follows. */
export const pullRequestWeek: readonly Told[] = [
  tellPush(api, 'feature', 'f'.repeat(40), '02T07:00', ['02T06:30', '02T06:00'], true),
  first.open(),
  first.act('ready_for_review', '02T10:00'),
  first.act('review_requested', '02T10:30', { requested_reviewer: hubot }),
  first.comment(1, bot, '02T10:45'),
  first.comment(2, mona, '02T10:50'),
  first.comment(3, hubot, '02T11:00'),
  first.review(11, hubot, 'changes_requested', '02T12:00'),
  first.review(12, hubot, 'approved', '02T14:00'),
  first.label('approved-hubot', '02T14:30'),
  first.review(13, ada, 'approved', '02T15:00'),
  first.label('Verified', '02T15:30'),
  first.merge('02T16:00', MERGE),
  tellPush(api, 'main', MERGE, '02T16:00', ['02T16:00']),
  tellPush(api, 'main', NEXT, '02T17:00', ['02T17:00']),
  told(api, ['deployment', 0], { deployment }),
  told(api, ['deployment_status', 0], {
    deployment,
    deployment_status: { id: 71, state: 'success', created_at: at('02T18:00'), updated_at: at('02T18:00') },
  }),
  told(api, ['release', 10], {
    action: 'published',
    release: {
      id: 9,
      tag_name: 'v1',
      target_commitish: 'main',
      created_at: at('02T20:00'),
      published_at: at('02T20:00'),
      draft: false,
      prerelease: false,
    },
  }),
  fork.open(),
  fork.merge('03T09:00'),
  closed.open(),
  closed.comment(4, ada, '03T11:00'),
  closed.close('03T12:00'),
  closed.act('reopened', '03T13:00'),
  closed.close('04T10:00'),
  bumped.open(),
  bumped.merge('04T12:00'),
  waiting.open(),
  before.open(),
  before.merge('-24T12:00'),
  other.open(),
  other.review(14, mona, 'approved', '05T12:00'),
  other.merge('06T08:00'),
]
