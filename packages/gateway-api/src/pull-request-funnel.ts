import { z } from 'zod'
import { freshness } from './answers.ts'
import { unknownRepositories } from './counters.ts'
import { repository, since, texts, time, until, words } from './parameters.ts'
import { accountKinds, peopleLeftOut } from './people.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'
import { spreadFields } from './spread.ts'

/** The phases that follow each other in the definition `octometer`. */
export const funnelPhases = ['pickup', 'review', 'merge'] as const

/** Where an open pull request stands. */
export const standingPlaces = ['draft', 'pickup', 'review', 'merge'] as const

/** Upper ends of the bins of a histogram, in seconds; the last bin has none. */
export const HISTOGRAM_BOUNDS = [3_600, 14_400, 43_200, 86_400, 172_800, 345_600, 604_800] as const

/** Of each phase so many of those that stand in it for longest are named. */
export const LONGEST_STANDING = 5

const count = z.int().nullable().describe('Null when nothing is known of the repositories asked for.')

const spread = {
  ...spreadFields,
  histogram: z
    .array(z.int())
    .nullable()
    .describe(
      'How many took under 1, 4 and 12 hours, 1, 2, 4 and 7 days, and longer; each counts in the first bin that holds it.',
    ),
}

const phase = z
  .object({
    phase: z
      .enum(funnelPhases)
      .describe('`pickup`: to the first review. `review`: to the first approval. `merge`: to the merge.'),
    entered: count.describe('Those that came to it: what follows adds up to it.'),
    completed: count.describe('Its end has come; the durations are theirs.'),
    skipped: count.describe('Merged without its end: never reviewed, or never approved.'),
    closed: count.describe('Closed without merge while they were in it.'),
    standing: count.describe('Open, and in it now.'),
    ...spread,
  })
  .meta({ id: 'FunnelPhase' })

const standing = z
  .object({
    place: z
      .enum(standingPlaces)
      .describe(
        'What is waited for: that a draft becomes ready, the first review, the first approval, the merge.',
      ),
    pull_requests: count,
    ...spreadFields,
    longest: z
      .array(
        z.object({
          repository: z.string().describe('Its name now.'),
          repository_id: z.int(),
          number: z.int(),
          title: z.string(),
          author: z.string().nullable(),
          since: time,
          waiting_seconds: z.int(),
        }),
      )
      .describe(`The ${LONGEST_STANDING} that stand there for longest, the longest first.`),
  })
  .meta({ id: 'FunnelStanding' })

export const getPullRequestFunnel = defineRoute({
  operationId: 'getPullRequestFunnel',
  method: 'get',
  path: '/api/v1/pull-requests/funnel',
  role: 'viewer',
  tag: 'Pull requests',
  summary: 'How far pull requests came, and where they stand',
  description:
    'What became of the pull requests that were opened in the range, phase by phase of the definition `octometer`; and, whatever the range, where those that are open stand now and for how long. Those that only comments told of are left out. Without a range: the last 30 days.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    author: texts('Logins, in any case.'),
    ...peopleLeftOut,
    team: texts('Teams of OCTO_TEAMS_FILE, by name: pull requests of their members in their repositories.'),
    kind: words(accountKinds, 'Pull requests of people, bots or coding agents; people’s unless given.'),
    since,
    until,
    ...proofParameters,
  }),
  status: 200,
  answer: z
    .object({
      since: time,
      until: time,
      opened: count.describe('Opened in the range; what follows adds up to it.'),
      merged: count,
      closed: count.describe('Closed without merge.'),
      open: count,
      phases: z.array(phase).describe('In their order.'),
      cycle: z.object({ completed: count, ...spread }).describe('From the start to the merge.'),
      standing: z.array(standing).describe('Where all open ones are now, whenever they were opened.'),
      unknown_repositories: unknownRepositories,
      ...proven,
      freshness,
    })
    .meta({ id: 'PullRequestFunnel' }),
  problems: [],
})
