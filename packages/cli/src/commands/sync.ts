import { Argument } from '@commander-js/extra-typings'
import { type AnswerOf, cancelSync, getSync, listSyncs, startSync } from '@octometer/gateway-api'
import { CliError, wrongUsage } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { badNews, command, group, type Run, wholeNumber } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { foot } from '../render/foot.ts'
import { duration, toTheMinute } from '../render/moment.ts'
import { count } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut } from '../render/text-width.ts'
import type { Session } from '../session.ts'
import { syncPage } from './sync-page.ts'
import { runningSync, watchSync } from './watch-sync.ts'

type SyncRun = AnswerOf<typeof listSyncs>['data'][number]

export function syncCommand(run: Run) {
  return group('sync', 'read from GitHub what was there before the hook, and what no delivery told', [
    ['sync run', 'what changed since the last one, with its progress'],
    ['sync run full', 'everything'],
    ['sync history', 'those that ended'],
  ])
    .addCommand(runCommand(run))
    .addCommand(statusCommand(run))
    .addCommand(historyCommand(run))
    .addCommand(cancelCommand(run))
}

function runCommand(run: Run) {
  return command('run', 'start a sync and show how it comes on; ends with 1 when it fails', [
    ['sync run', 'what changed since each repository was read last'],
    ['sync run full', 'everything'],
    ['sync run repository acme/api', 'everything of one repository'],
    ['sync run full --detach', 'start it and leave it'],
  ])
    .addArgument(
      new Argument('[mode]', 'what is read')
        .choices(['incremental', 'full', 'repository'] as const)
        .default('incremental'),
    )
    .argument('[owner/name]', 'of the mode repository')
    .option('-d, --detach', 'do not wait for its end')
    .action((mode, repository, options) =>
      run(options, async (session) => {
        if ((mode === 'repository') !== (repository !== undefined)) {
          throw wrongUsage(
            'the mode repository needs the name of one, and no other mode takes one: octometer sync run repository acme/api',
          )
        }
        const client = await session.client()
        const body = { mode, ...(repository && { repository }) }
        const started = await client.ask(startSync, { body })
        if (options.detach === true) {
          session.show(started, (answer) => syncPage(answer, answer.freshness, session))
          return undefined
        }
        return waitFor(client, started.read().id, session)
      }),
    )
}

async function waitFor(client: Client, id: string, session: Session): Promise<ExitCode> {
  const answered = await watchSync(client, id, session)
  if (answered === null) {
    const said = `${session.style.faint('It goes on:')} octometer sync status\n`
    session.terminal.writeError(said)
    return exitCodes.interrupted
  }
  session.show(answered, (answer) => syncPage(answer, answer.freshness, session))
  return badNews(answered.read().stage !== 'completed')
}

function statusCommand(run: Run) {
  return command('status', 'the sync that runs, or how the last one ended', [
    ['sync status', 'as it is now'],
    ['sync status --watch', 'until its end'],
    ['sync status 0b7c1f2e-7f0e-4a4b-8a56-0d7f0c1c6a11', 'one of the last hundred'],
  ])
    .argument('[id]', 'which one')
    .option('-w, --watch', 'show how it comes on until its end')
    .action((id, options) =>
      run(options, async (session) => {
        const client = await session.client()
        const which = id ?? (await newest(client, session))
        if (options.watch === true) return waitFor(client, which, session)
        const answered = await client.ask(getSync, { path: { id: which } })
        session.show(answered, (answer) => syncPage(answer, answer.freshness, session))
        return undefined
      }),
    )
}

/** The one that runs, else the last that ended. */
async function newest(client: Client, session: Session): Promise<string> {
  const running = await runningSync(client, session)
  if (running !== null) return running
  const [last] = (await client.ask(listSyncs, { query: { limit: 1 } })).read().data
  if (last !== undefined) return last.id
  throw new CliError(
    'no_sync',
    exitCodes.notFound,
    'there has been no sync yet: start one with `octometer sync run`',
  )
}

function historyCommand(run: Run) {
  return command('history', 'syncs that ended, the newest first', [
    ['sync history', 'the last twenty'],
    ['sync history --limit 100 --json', 'all that are remembered'],
  ])
    .option('--limit <count>', 'at most so many', wholeNumber, 20)
    .action((options) =>
      run(options, async (session) => {
        const client = await session.client()
        const answered = await client.ask(listSyncs, { query: { limit: options.limit } })
        session.show(answered, ({ data, freshness }) => [
          ...historyLines(data, session),
          '',
          ...foot(freshness, session.style, session.width),
        ])
        return undefined
      }),
    )
}

function historyLines(runs: readonly SyncRun[], { style, width }: Session): readonly string[] {
  if (runs.length === 0) return ['  No sync has ended yet: octometer sync run']
  const columns: Column<SyncRun>[] = [
    {
      title: 'Ended as',
      text: ({ stage }) => stage,
      paint: (text, { stage }) => (stage === 'completed' ? style.good(text) : style.bad(text)),
    },
    { title: 'Mode', text: ({ mode }) => mode },
    { title: 'Started (UTC)', text: ({ started_at }) => toTheMinute(started_at) },
    { title: 'Took', text: ({ duration_seconds }) => duration(duration_seconds), align: 'right' },
    { title: 'Repos', text: ({ repositories_processed }) => count(repositories_processed), align: 'right' },
    { title: 'Snapshots', text: ({ counts }) => count(counts.snapshots), align: 'right' },
    { title: 'Errors', text: ({ errors_total }) => count(errors_total), align: 'right' },
    {
      title: 'By',
      text: ({ requested_by, cause }) => plainText(requested_by ?? cause),
      least: 6,
      dropped: 2,
    },
    { title: 'Id', text: ({ id }) => id, dropped: 3 },
  ]
  return renderTable(columns, runs, { style, width })
}

function cancelCommand(run: Run) {
  return command('cancel', 'stop the sync that runs; what it read stays', [
    ['sync cancel', 'the one that runs'],
    ['sync cancel 0b7c1f2e-7f0e-4a4b-8a56-0d7f0c1c6a11', 'this one'],
  ])
    .argument('[id]', 'which one')
    .action((id, options) =>
      run(options, async (session) => {
        const client = await session.client()
        const which = id ?? (await runningSync(client, session))
        if (which === null) {
          throw new CliError(
            'no_sync_running',
            exitCodes.conflict,
            'no sync runs: there is nothing to cancel',
          )
        }
        const answered = await client.ask(cancelSync, { path: { id: which } })
        session.show(answered, (answer) => [
          `  ${session.style.warn('Cancelled')} ${cut(answer.id, session.width - 14)}`,
          ...syncPage(answer, answer.freshness, session),
        ])
        return undefined
      }),
    )
}
