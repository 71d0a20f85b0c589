import type { Readable } from 'node:stream'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { changes, isList } from '@octometer/gateway-api'
import { type AskedChange, type Principal, ProblemError } from '@octometer/service-kit'
import type { Logger } from '@octometer/telemetry'
import { ask } from '../answer-route.ts'
import { shownParameters } from '../audit/shown-parameters.ts'
import type { GatewayContext } from '../context.ts'
import { toolCalled, toolFailed } from '../events.ts'
import { RawAnswer } from '../raw-answer.ts'
import { wrongParameter } from '../request-parameters.ts'
import { DEFAULT_ENTRIES, MAX_CHARACTERS, MAX_ENTRIES, type Tool } from './tool-definitions.ts'
import { type Given, requestOf } from './tool-request.ts'

export interface ToolCall {
  readonly given: Given
  readonly principal: Principal
  readonly logger: Logger
  /** Is told of a tool that changes something, and what became of it. */
  readonly audit: (change: AskedChange) => void
}

/** Asks the tool's endpoint. What the API would answer as an error is told to the model, who can mend its call. */
export async function callTool(gateway: GatewayContext, tool: Tool, call: ToolCall): Promise<CallToolResult> {
  const { name } = tool.definition
  const change = changeOf(tool, call.given)
  if (change !== null) call.audit(change)
  const asking = (given: Given) => askText(gateway, tool, given, call.principal)
  try {
    const text = await (isList(tool.endpoint.route) ? askPage(asking, call.given) : asking(call.given))
    toolCalled(name, 'answered')
    return { content: cut(text) }
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500) toolCalled(name, 'refused')
    else toolFailed(call.logger, name, error)
    // The model is answered with a 200 whose text tells of the refusal.
    if (change !== null) change.status = error instanceof ProblemError ? error.status : 500
    return failed(error)
  }
}

function changeOf({ endpoint: { route } }: Tool, given: Given): AskedChange | null {
  if (!changes(route)) return null
  const parameters = shownParameters({ path: {}, query: new URLSearchParams(), body: given })
  return { action: `${route.method.toUpperCase()} ${route.path}`, parameters, status: route.status }
}

function failed(error: unknown): CallToolResult {
  const told =
    error instanceof ProblemError
      ? { ...error.members, code: error.code, detail: error.detail }
      : { code: 'internal_error', detail: 'The call failed inside the service; its log has the reason.' }
  return { isError: true, content: [{ type: 'text', text: JSON.stringify(told) }] }
}

/** A page whose entries fit together: where they do not, fewer are asked for. */
async function askPage(asking: (given: Given) => Promise<string>, given: Given): Promise<string> {
  let limit = entriesOf(given)
  for (;;) {
    const text = await asking({ ...given, limit })
    if (text.length <= MAX_CHARACTERS || limit === 1) return text
    limit = Math.max(1, Math.min(limit - 1, Math.floor((limit * MAX_CHARACTERS) / text.length)))
  }
}

function entriesOf({ limit = DEFAULT_ENTRIES }: Given): number {
  const number = Number(limit)
  if (Number.isInteger(number) && number >= 1 && number <= MAX_ENTRIES) return number
  throw wrongParameter('limit', `must be a whole number from 1 to ${MAX_ENTRIES}`)
}

async function askText(
  gateway: GatewayContext,
  tool: Tool,
  given: Given,
  principal: Principal,
): Promise<string> {
  const { answer, freshness } = await ask(gateway, tool.endpoint, { ...requestOf(tool, given), principal })
  // A seed's answer has its own fields, with nothing added.
  if (tool.endpoint.freshnessInHeader === true) return JSON.stringify(answer)
  if (!(answer instanceof RawAnswer)) return JSON.stringify({ ...answer, freshness })
  const body = answer.body(freshness)
  return typeof body === 'string' ? body : readBeginning(body)
}

/** A little more than is shown, so that it shows that there is more. */
async function readBeginning(stream: Readable): Promise<string> {
  let text = ''
  // Leaving the loop ends the stream.
  for await (const chunk of stream) {
    text += String(chunk)
    if (text.length > MAX_CHARACTERS) break
  }
  return text
}

function cut(text: string): CallToolResult['content'] {
  if (text.length <= MAX_CHARACTERS) return [{ type: 'text', text }]
  const note = `Cut off after ${MAX_CHARACTERS} characters: what stands above is not whole. Ask for less.`
  return [
    { type: 'text', text: text.slice(0, MAX_CHARACTERS) },
    { type: 'text', text: note },
  ]
}
