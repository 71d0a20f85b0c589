import type { AnswerOf, Freshness, listSyncs } from '@octometer/gateway-api'
import { progressBar } from '../render/bar.ts'
import { foot } from '../render/foot.ts'
import { absolute, duration } from '../render/moment.ts'
import { count, percent } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { cut } from '../render/text-width.ts'
import type { Session } from '../session.ts'

type SyncRun = AnswerOf<typeof listSyncs>['data'][number]

const ERRORS_SHOWN = 5

/** One sync: how far it has come, or how it ended. */
export function syncPage(run: SyncRun, freshness: Freshness, session: Session): readonly string[] {
  const { style, width } = session
  const { counts, errors_total: errors } = run
  const which = run.repository === null ? run.mode : `${run.mode} ${plainText(run.repository)}`
  const by = plainText(run.requested_by ?? run.cause)
  const facts: (readonly [string, string])[] = [
    ['Id', run.id],
    ['Started', `${absolute(run.started_at)} UTC by ${by}`],
    ['Took', duration(run.duration_seconds)],
    ['Repositories', `${count(run.repositories_processed)} of ${count(run.repositories_total)}`],
    [
      'Read',
      `${count(counts.issues)} issues, ${count(counts.pull_requests)} pull requests, ${count(counts.commits)} commits`,
    ],
    ['', `${count(counts.deployments)} deployments, ${count(counts.releases)} releases`],
    ['Appended', `${count(counts.snapshots)} snapshots`],
    ['Errors', count(errors)],
  ]
  return [
    `  ${style.strong(`Sync ${which}`)}  ${stage(run, session)}`,
    ...(run.ended_at === null ? [progressLine(run, session)] : []),
    '',
    ...facts.map(([name, text]) => `  ${style.faint(name.padEnd(14))}${cut(text, width - 17)}`),
    ...errorLines(run, session),
    '',
    ...foot(freshness, style, width),
  ]
}

function stage({ stage: is, ended_at }: SyncRun, { style }: Session): string {
  if (ended_at === null) return style.accent(is.replaceAll('_', ' '))
  return is === 'completed' ? style.good('✓ completed') : style.bad(`✗ ${is}`)
}

const BAR_COLUMNS = 24

/** `████████░░░░ 50 %  3 of 6  12 s left  acme/api`; before the repositories are listed, its stage. */
export function progressLine(run: SyncRun, { style, width }: Session): string {
  const { repositories_total: total, repositories_processed: done } = run
  if (total === null || total === 0) {
    return `  ${style.accent(progressBar(0, BAR_COLUMNS))}  ${run.stage.replaceAll('_', ' ')}`
  }
  const share = done / total
  const left = secondsLeft(run)
  const parts = [
    percent(Math.round(share * 100) / 100).padStart(5),
    `${count(done)} of ${count(total)}`,
    ...(left === null ? [] : [`${duration(left)} left`]),
    ...(run.current_repositories.length === 0 ? [] : [run.current_repositories.map(plainText).join(', ')]),
  ]
  const text = cut(parts.join('  '), width - BAR_COLUMNS - 5)
  return `  ${style.accent(progressBar(share, BAR_COLUMNS))}  ${text}`
}

/** By the server's clock: what it took until now, from its beginning. */
function secondsLeft(run: SyncRun): number | null {
  if (run.estimated_completion_at === null) return null
  const now = Date.parse(run.started_at) + run.duration_seconds * 1e3
  return Math.max(0, (Date.parse(run.estimated_completion_at) - now) / 1e3)
}

function errorLines({ errors, errors_total: total }: SyncRun, { style, width }: Session): readonly string[] {
  const shown = errors.slice(0, ERRORS_SHOWN).map(({ repository, operation, message }) => {
    const where = plainText([repository ?? 'sync', operation].join(' '))
    return `  ${style.bad('✗')} ${cut(`${where}: ${plainText(message)}`, width - 5)}`
  })
  const more = total - shown.length
  return more > 0 && shown.length > 0 ? [...shown, style.faint(`    and ${count(more)} more`)] : shown
}
