import { decodeBodyText, UndecodableMessageError } from '@octometer/event-contracts'
import type { AppendEntry, Appender, StreamName } from '@octometer/event-log'
import { type ImportAnswer, MAX_IMPORT_LINES } from '@octometer/gateway-api'
import { problem, type RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { refusalProblem } from './answers.ts'
import type { ByteBudget } from './byte-budget.ts'
import { linesImported } from './events.ts'
import { type ReadLine, readLine } from './parse-import.ts'
import { type BodyLimits, readBody } from './read-body.ts'
import { appendRefusal } from './receive.ts'
import { DeliveryRefusedError } from './refusal.ts'

export interface ImportDependencies {
  readonly appenders: Readonly<Partial<Record<StreamName, Appender>>>
  readonly budget: ByteBudget
  readonly limits: BodyLimits
}

const MEDIA_TYPES = ['application/x-ndjson', 'application/jsonl']

/**
 * `POST /api/v1/import`: message lines of a log file, without its header and footer. Answers once all good lines are on disk, and names
 * those that are not appended. Sent again it appends what is missing: an id counts once.
 */
export function receiveImport(dependencies: ImportDependencies): Koa.Middleware<RequestState> {
  return async (ctx) => {
    const by = ctx.state.principal?.name ?? 'nobody'
    const [mediaType = ''] = ctx.get('content-type').split(';')
    try {
      if (!MEDIA_TYPES.includes(mediaType.trim().toLowerCase())) {
        const detail = `an import's Content-Type is ${MEDIA_TYPES.join(' or ')}`
        throw new DeliveryRefusedError('content_type_unsupported', detail)
      }
      using body = await readBody(ctx.req, dependencies.limits, dependencies.budget)
      const read = linesOf(decodeBodyText(body.bytes)).map(readLine)
      const answer = answerOf(read, await appendAll(read, dependencies.appenders))
      linesImported(ctx.state.logger, { by, ...counted(answer) })
      ctx.status = 200
      ctx.body = answer
    } catch (error) {
      if (error instanceof DeliveryRefusedError) throw refusalProblem(error)
      if (!(error instanceof UndecodableMessageError)) throw error
      throw problem(400, 'body_malformed', error.message, { cause: error })
    }
  }
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  if (lines.length > MAX_IMPORT_LINES) {
    const detail = `an import has at most ${MAX_IMPORT_LINES} lines: send a file in parts, or use \`octometer import\``
    throw new DeliveryRefusedError('body_too_large', detail)
  }
  return lines
}

/** The number of those that the log recognised. Throws DeliveryRefusedError when one is not on disk. */
async function appendAll(
  read: readonly ReadLine[],
  appenders: ImportDependencies['appenders'],
): Promise<number> {
  const appended = read.flatMap((line) =>
    'entry' in line ? [append(appenders[line.stream], line.entry)] : [],
  )
  // One that fails must not leave the others to fail unheard.
  const results = await Promise.allSettled(appended)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw appendRefusal(failed.reason)
  return results.filter((result) => result.status === 'fulfilled' && result.value).length
}

async function append(appender: Appender | undefined, entry: AppendEntry): Promise<boolean> {
  if (appender === undefined) throw new TypeError(`nothing appends what is of ${entry.subject}`)
  return (await appender.append(entry)).duplicate
}

function answerOf(read: readonly ReadLine[], duplicates: number): ImportAnswer {
  const at = read.map((line, index) => ({ line, number: index + 1 }))
  return {
    appended: read.filter((line) => 'entry' in line).length - duplicates,
    duplicates,
    left_out: at.flatMap(({ line, number }) =>
      'leftOut' in line ? [{ line: number, reason: line.leftOut }] : [],
    ),
    refused: at.flatMap(({ line, number }) =>
      'refused' in line ? [{ line: number, reason: line.refused }] : [],
    ),
  }
}

function counted({ appended, duplicates, left_out, refused }: ImportAnswer) {
  return { appended, duplicates, left_out: left_out.length, refused: refused.length }
}
