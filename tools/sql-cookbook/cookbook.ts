import { startStandalone } from '@octometer/standalone'
import { demoEnvironment } from '../demo/demo-environment.ts'
import { demoWorkload } from '../demo/demo-workload.ts'
import { sendHistory } from '../demo/send-history.ts'
import { readMarkdown } from '../documents/markdown.ts'

/** The day on which the demo's month ends in the cookbook. */
const TODAY = new Date('2026-03-31T00:00:00Z')

/** A question, and the answer's place: the lines between its fences, from 0. */
interface Question {
  readonly sql: string
  readonly from: number
  readonly until: number
}

/** The questions of a cookbook. Throws when an answer's block is missing. */
export function questionsOf(page: string): readonly Question[] {
  const { fences } = readMarkdown(page)
  return fences.flatMap((fence, index) => {
    if (fence.language !== 'sql') return []
    const answer = fences[index + 1]
    if (answer?.language !== 'text' || !answer.followsFence) {
      throw new Error(`the question of line ${fence.line} has no \`text\` block under it`)
    }
    const lines = answer.text === '' ? 0 : answer.text.split('\n').length
    return [{ sql: fence.text, from: answer.line, until: answer.line + lines }]
  })
}

/** The page with every answer as the demo's month gives it; a folder of its own holds the system meanwhile. */
export async function answeredPage(page: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const environment = { ...demoEnvironment(env, true), OCTO_NATS_PORT: '0', OCTO_CLICKHOUSE_PORT: '0' }
  await using system = await startStandalone(environment, folder)
  await sendHistory(system, demoWorkload(TODAY))
  const lines = page.split('\n')
  // From the last to the first: what is put in moves only what is behind it.
  for (const { sql, from, until } of questionsOf(page).toReversed()) {
    lines.splice(from, until - from, ...(await answerTo(system.sqlUrl, sql)))
  }
  return lines.join('\n')
}

/** As the reader, who may only read; a table as ClickHouse draws it. */
async function answerTo(sqlUrl: string, sql: string): Promise<readonly string[]> {
  const settings = new URLSearchParams({
    database: 'octometer',
    output_format_pretty_color: '0',
    output_format_pretty_row_numbers: '0',
  })
  const answer = await fetch(`${sqlUrl}/?${settings}`, {
    method: 'POST',
    body: `${sql} FORMAT PrettyCompactMonoBlock`,
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${sql}\nwas refused: ${text}`)
  return text.trimEnd().split('\n')
}
