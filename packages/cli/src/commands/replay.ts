import { type AnswerOf, getReplay, replayDeliveries } from '@octometer/gateway-api'
import { wrongUsage } from '../cli-error.ts'
import { collect, command, group, moment, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { absolute } from '../render/moment.ts'
import { count } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import type { Session } from '../session.ts'
import { acceptedPage } from './accepted.ts'

type Replay = AnswerOf<typeof getReplay>

export function replayCommand(run: Run) {
  return group('replay', 'project archived deliveries again: no count changes by it', [
    ['replay start --guid 6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11', 'one delivery'],
    ['replay start --since 24h --event push', 'pushes of a day'],
  ])
    .addCommand(startCommand(run))
    .addCommand(statusCommand(run))
}

function startCommand(run: Run) {
  return command('start', 'one delivery, or all of a range, through the projections once more', [
    ['replay start --guid 6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11', 'one delivery'],
    ['replay start --since 2026-03-01 --until 2026-03-02', 'a day'],
    ['replay start --since 24h --repository acme/api --projection counters', 'for one projection'],
  ])
    .option('--guid <guid>', 'one delivery, by its X-GitHub-Delivery')
    .option('--since <time>', 'received from then on', moment)
    .option('--until <time>', 'received before; now unless given', moment)
    .option('-e, --event <name>', 'of this event alone; may be repeated', collect)
    .option('-r, --repository <owner/name>', 'of this one alone; may be repeated', collect)
    .option('-p, --projection <name>', 'for this one alone; may be repeated', collect)
    .action(({ guid, since, until, event, repository, projection, ...options }) =>
      run(options, async (session) => {
        if ((guid === undefined) === (since === undefined)) {
          throw wrongUsage('what is replayed must be said by either --guid or --since')
        }
        const body = { guid, since, until, event, repository, projection }
        const answered = await (await session.client()).ask(replayDeliveries, { body })
        const what = guid === undefined ? 'Replaying a range' : `Replaying ${guid}`
        session.show(answered, (answer) =>
          acceptedPage(what, answer, session, `octometer replay status ${answer.command_id}`),
        )
        return undefined
      }),
    )
}

function statusCommand(run: Run) {
  return command('status', 'how far a replay has come, by projection', [
    ['replay status 0b7c1f2e-7f0e-4a4b-8a56-0d7f0c1c6a11', 'by the id that `replay start` told'],
  ])
    .argument('<id>', 'the id of its command')
    .action((id, options) =>
      run(options, async (session) => {
        const answered = await (await session.client()).ask(getReplay, { path: { id } })
        session.show(answered, (answer) => replayPage(answer, session))
        return undefined
      }),
    )
}

function replayPage(replay: Replay, { style, width }: Session): readonly string[] {
  const columns: Column<Replay['projections'][number]>[] = [
    { title: 'Projection', text: ({ projection }) => projection },
    {
      title: 'State',
      text: ({ state }) => state,
      paint: (text, { state }) => (state === 'pending' ? style.warn(text) : style.good(text)),
    },
    { title: 'Deliveries', text: ({ deliveries }) => count(deliveries), align: 'right' },
  ]
  const state = replay.state === 'done' ? style.good('✓ done') : style.accent('running')
  return [
    `  ${style.strong('Replay')}  ${state}`,
    `  ${style.faint(`asked for by ${plainText(replay.issued_by)} at ${absolute(replay.issued_at)} UTC`)}`,
    '',
    ...renderTable(columns, replay.projections, { style, width }),
    '',
    ...foot(replay.freshness, style, width),
  ]
}
