import type Router from '@koa/router'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { type AskedChange, type Authenticator, problem, type RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { type Endpoint, measure } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { mayCall } from '../cross-origin.ts'
import { readJson } from '../request-body.ts'
import { createMcpServer } from './mcp-server.ts'
import { readMetricPages } from './metric-pages.ts'
import { seedTools } from './seed-tools.ts'
import { namedTools, toolsOf } from './tool-definitions.ts'

export interface McpOptions {
  readonly gateway: GatewayContext
  readonly authenticator: Authenticator
  /** What models may ask, each as a tool, beside the seed's tools. */
  readonly endpoints: readonly Endpoint[]
  /** Origins whose pages may call. */
  readonly corsOrigins: readonly string[]
}

const PATH = '/mcp'

/** `POST /mcp`: the Model Context Protocol over streamable HTTP, each request by itself, answered in JSON. */
export function addMcp(router: Router<RequestState>, options: McpOptions): void {
  const tools = toolsOf([...namedTools(options.endpoints), ...seedTools()])
  const pages = readMetricPages()
  const answer: Koa.Middleware<RequestState> = async (ctx) => {
    const { principal, logger } = ctx.state
    if (principal === undefined) throw new TypeError('a model is answered without knowing who asks')
    // Most tools read: one that does not says so.
    ctx.state.change = null
    const audit = (change: AskedChange) => {
      ctx.state.change = change
    }
    const message = await readMessage(ctx)
    const server = createMcpServer({ gateway: options.gateway, tools, pages, principal, logger, audit })
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
    await server.connect(transport)
    try {
      const request = new Request(new URL(PATH, 'http://gateway'), {
        method: 'POST',
        headers: headersOf(ctx),
      })
      await send(ctx, await transport.handleRequest(request, { parsedBody: message }))
    } finally {
      await server.close()
    }
  }
  router.register(
    PATH,
    ['post'],
    [
      measure(PATH),
      refuseForeignPages(options.corsOrigins),
      options.authenticator.requireRole('viewer'),
      answer,
    ],
  )
}

/** A page that found this server under a name of its own could call it without asking, where no key is needed. */
function refuseForeignPages(origins: readonly string[]): Koa.Middleware<RequestState> {
  return (ctx, next) => {
    const origin = ctx.get('Origin')
    if (origin !== '' && !mayCall(origins, origin, ctx.host)) {
      throw problem(403, 'foreign_origin', 'Pages of this origin may not speak for a model here.')
    }
    return next()
  }
}

async function readMessage(ctx: Koa.ParameterizedContext<RequestState>): Promise<unknown> {
  const message = await readJson(ctx)
  // The protocol has had none since 2025-06-18; one request would ask for any number of answers.
  if (Array.isArray(message)) throw problem(400, 'batch_refused', 'Send one message at a time, not a batch.')
  return message
}

function headersOf(ctx: Koa.ParameterizedContext<RequestState>): Headers {
  const headers = new Headers()
  for (const name of ['accept', 'content-type', 'mcp-protocol-version']) {
    if (ctx.get(name) !== '') headers.set(name, ctx.get(name))
  }
  return headers
}

async function send(ctx: Koa.ParameterizedContext<RequestState>, response: Response): Promise<void> {
  ctx.status = response.status
  ctx.body = await response.text()
  ctx.set('Cache-Control', 'private, no-store')
  const type = response.headers.get('content-type')
  if (type !== null) ctx.set('Content-Type', type)
}
