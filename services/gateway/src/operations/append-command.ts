import type { Principal } from '@octometer/service-kit'
import type { GatewayContext } from '../context.ts'
import type { CommandRequest } from '../gateway-log.ts'

/** Appends a command in the name of who asks; gives what the answer says of it. Throws what the log's appender throws. */
export async function appendCommand(
  { log }: GatewayContext,
  { name }: Principal,
  request: CommandRequest,
  id?: string,
) {
  const { commandId, receipt } = await log.appendCommand(request, name, id)
  return { command_id: commandId, stream_sequence: receipt.sequence, duplicate: receipt.duplicate }
}
