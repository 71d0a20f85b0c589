import {
  type ApiCall,
  apiCallSubject,
  decodeBodyText,
  UndecodableMessageError,
} from '@octometer/event-contracts'
import type { Appender } from '@octometer/event-log'
import { type ProblemError, problem, type RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { refusalProblem } from './answers.ts'
import type { ByteBudget } from './byte-budget.ts'
import { apiCallsAccepted, apiCallsRefused } from './events.ts'
import { ApiCallInvalidError, parseApiCall, parseApiCalls } from './parse-api-calls.ts'
import { type BodyLimits, readBody } from './read-body.ts'
import { appendRefusal } from './receive.ts'
import { DeliveryRefusedError } from './refusal.ts'

export interface ApiCallsDependencies {
  readonly appender: Appender
  readonly budget: ByteBudget
  readonly limits: BodyLimits
  readonly maxLines: number
}

type Context = Koa.ParameterizedContext<RequestState>

const PARSERS: Readonly<Record<string, (report: string, maxLines: number) => readonly ApiCall[]>> = {
  'application/x-ndjson': parseApiCalls,
  'application/jsonl': parseApiCalls,
  'application/json': parseApiCall,
}

/**
 * `POST /api/v1/api-calls`: a report of API calls, all of them or none. 202 `{ accepted, duplicates }`; `duplicates` are
 * those whose `call_id` the log knew already. 400 names the line and the field that is wrong.
 */
export function receiveApiCalls(dependencies: ApiCallsDependencies): Koa.Middleware<RequestState> {
  return async (ctx) => {
    const by = ctx.state.principal?.name ?? 'nobody'
    try {
      const calls = await readCalls(ctx, dependencies)
      const duplicates = await appendAll(calls, dependencies.appender)
      apiCallsAccepted(ctx.state.logger, { by, accepted: calls.length, duplicates })
      ctx.status = 202
      ctx.body = { accepted: calls.length, duplicates }
    } catch (error) {
      const refusal = toProblem(error)
      if (!refusal) throw error
      apiCallsRefused(ctx.state.logger, { by, reason: refusal.detail })
      throw refusal
    }
  }
}

async function readCalls(
  ctx: Context,
  { limits, budget, maxLines }: ApiCallsDependencies,
): Promise<readonly ApiCall[]> {
  const [mediaType = ''] = ctx.get('content-type').split(';')
  const parse = PARSERS[mediaType.trim().toLowerCase()]
  if (!parse) {
    throw new DeliveryRefusedError(
      'content_type_unsupported',
      `a report's Content-Type is ${Object.keys(PARSERS).join(', ')}`,
    )
  }
  using body = await readBody(ctx.req, limits, budget)
  return parse(decodeBodyText(body.bytes), maxLines)
}

/** The number of those that the log knew already. */
async function appendAll(calls: readonly ApiCall[], appender: Appender): Promise<number> {
  const appended = calls.map(async (call) => {
    const { duplicate } = await appender.append({
      subject: apiCallSubject(call.resource),
      messageId: call.call_id,
      headers: {},
      body: Buffer.from(JSON.stringify(call)),
    })
    return duplicate
  })
  // One that fails must not leave the others to fail unheard.
  const results = await Promise.allSettled(appended)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw appendRefusal(failed.reason)
  return results.filter((result) => result.status === 'fulfilled' && result.value).length
}

function toProblem(error: unknown): ProblemError | null {
  if (error instanceof DeliveryRefusedError) return refusalProblem(error)
  if (error instanceof UndecodableMessageError) {
    return problem(400, 'body_malformed', error.message, { cause: error })
  }
  if (error instanceof ApiCallInvalidError) {
    const { line, field } = error
    return problem(400, error.code, error.message, { members: { line, field }, cause: error })
  }
  return null
}
