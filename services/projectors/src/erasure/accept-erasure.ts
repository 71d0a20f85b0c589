import { randomBytes, randomInt } from 'node:crypto'
import {
  commandSubject,
  decodeReadable,
  type PersonEraseCommand,
  wordsOfLogin,
} from '@octometer/event-contracts'
import type { MessageSource } from '@octometer/projector-runtime'
import { openErasures } from '@octometer/read-store'
import type { ProjectorsDependencies } from '../projection-context.ts'

const ERASE = commandSubject('person_erase')

/** A source whose batches note the erasures that are asked for in them before they are acknowledged: the log forgets whom. */
export function withErasures(
  source: MessageSource,
  accept: (command: PersonEraseCommand, sequence: number) => Promise<void>,
): MessageSource {
  return {
    progress: () => source.progress(),
    nextBatch: async (limits) => {
      const batch = await source.nextBatch(limits)
      const asked = batch.messages.filter(({ subject }) => subject === ERASE)
      if (asked.length === 0) return batch
      return {
        messages: batch.messages,
        more: batch.more,
        acknowledge: async () => {
          for (const message of asked) {
            const decoded = decodeReadable(message)
            if (decoded?.kind === 'command' && decoded.command.type === 'person_erase')
              await accept(decoded.command, message.sequence ?? 0)
          }
          await batch.acknowledge()
        },
        release: (delayMs) => batch.release(delayMs),
        keepAlive: () => batch.keepAlive(),
      }
    },
  }
}

/** GitHub's ids are far below, and every number up to twice this one is exact in JSON. */
const LEAST_PLACEHOLDER_ID = 2 ** 52
const MOST_RANDOM = 2 ** 47

/** Writes down who is to be erased and for whom: once, however often the command is read. */
export async function acceptErasure(
  { store, logger, now }: Pick<ProjectorsDependencies, 'store' | 'logger' | 'now'>,
  { command_id, issued_at, issued_by, login }: PersonEraseCommand,
  sequence: number,
): Promise<void> {
  const erasures = openErasures(store)
  const known = await erasures.list()
  if (known.some(({ erasure_id }) => erasure_id === command_id)) return
  await erasures.writeWords(command_id, 1, JSON.stringify(wordsOfLogin(login)))
  await erasures.write({
    erasure_id: command_id,
    version: 1,
    placeholder: `erased-${randomBytes(6).toString('hex')}`,
    placeholder_id: LEAST_PLACEHOLDER_ID + randomInt(MOST_RANDOM),
    asked_at: new Date(issued_at),
    asked_by: issued_by.toLowerCase() === login.toLowerCase() ? '' : issued_by,
    up_to: sequence,
    phase: 'searching',
    updated_at: now(),
    rewritten_at: null,
    deliveries: 0,
    other_rows: 0,
    messages: 0,
    bucket_entries: 0,
    read_models: 0,
  })
  logger.info({ erasure_id: command_id, issued_by }, 'the erasure of a person is asked for')
}
