import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CallToolRequestSchema,
  ErrorCode,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { hasRole, type Principal } from '@octometer/service-kit'
import type { Logger } from '@octometer/telemetry'
import type { GatewayContext } from '../context.ts'
import { programVersion } from '../operations/version.ts'
import { callTool, type ToolCall } from './call-tool.ts'
import type { MetricPage } from './metric-pages.ts'
import { MAX_CHARACTERS, MAX_ENTRIES, type Tool } from './tool-definitions.ts'

export interface McpServerParts {
  readonly gateway: GatewayContext
  readonly tools: readonly Tool[]
  readonly pages: readonly MetricPage[]
  /** Who asks: sees the tools of their role, and of answers what they may see. */
  readonly principal: Principal
  readonly logger: Logger
  readonly audit: ToolCall['audit']
}

const INSTRUCTIONS = `Octometer counts what happens in GitHub repositories: it stores every webhook delivery once and counts everything once.

- Times are ISO 8601; answers are in UTC. A range holds \`since\` and ends before \`until\`.
- null means unknown: no data, never zero. Say so instead of reading it as 0.
- \`freshness\` says of every answer when it was made (as_of), how new the newest delivery is, and by how many seconds its numbers lag.
- Repositories are \`owner/name\`, in any case; old names find the repository under its new one.
- A list has \`data\` and \`page\`: ${MAX_ENTRIES} entries at most. While page.next_cursor is not null there is more: call again with it as \`cursor\` and the other arguments unchanged.
- An answer has ${MAX_CHARACTERS} characters at most: ask for fewer repositories, a shorter range or a smaller limit.
- Before you interpret a metric, read how it is defined: the resources octometer://metrics/… hold formulas, units and limits.`

/** A server for the requests of one asker. */
export function createMcpServer(parts: McpServerParts): Server {
  const server = new Server(
    { name: 'octometer', title: 'Octometer', version: programVersion },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  )
  addTools(server, parts)
  addPages(server, parts.pages)
  return server
}

function addTools(server: Server, { gateway, tools, principal, logger, audit }: McpServerParts): void {
  const own = tools.filter(({ role }) => role === null || hasRole(principal, role))
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: own.map(({ definition }) => definition) }))
  server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: given = {} } }) => {
    const tool = own.find(({ definition }) => definition.name === name)
    if (tool !== undefined) return callTool(gateway, tool, { given, principal, logger, audit })
    const isKnown = tools.some(({ definition }) => definition.name === name)
    const why = isKnown ? `needs a higher role than ${principal.role}` : 'is not a tool here'
    throw new McpError(ErrorCode.InvalidParams, `${name.slice(0, 100)} ${why}`)
  })
}

function addPages(server: Server, pages: readonly MetricPage[]): void {
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: pages.map(({ text: _, ...page }) => page),
  }))
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) => {
    const page = pages.find((each) => each.uri === uri)
    if (page === undefined) {
      throw new McpError(ErrorCode.InvalidParams, `there is no resource ${uri.slice(0, 100)}`)
    }
    return { contents: [{ uri, mimeType: page.mimeType, text: page.text }] }
  })
}
