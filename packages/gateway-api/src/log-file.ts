import { z } from 'zod'
import { time } from './parameters.ts'

/** The name in the first line of every file; another `version` has other lines. */
export const LOG_FILE = { format: 'octometer-log', version: 1 } as const

/** Of a delivery's body, as it is after decompression. GitHub sends at most 25 MiB, and JSON writes some characters as two. */
export const MAX_IMPORT_BYTES = 40 * 1024 * 1024
/** Of one request to `POST /api/v1/import`. */
export const MAX_IMPORT_LINES = 1000

export const logFileHeader = z
  .object({
    format: z.literal(LOG_FILE.format),
    version: z.literal(LOG_FILE.version),
    octometer: z.string().describe('The version of the program that made it.'),
    made_at: time,
    streams: z
      .record(z.string(), z.object({ first: z.int(), last: z.int() }))
      .describe(
        'The sequences that each stream held; what lies before the first of EVENTS came from the archive.',
      ),
  })
  .meta({ id: 'LogFileHeader' })

const bytes = {
  id: z
    .string()
    .min(1)
    .describe('What it counts once by: the GUID, or the id of the command, snapshot or call.'),
  body: z.string().describe('The bytes of the message: as text where they are UTF-8, else Base64.'),
  encoding: z.enum(['text', 'base64']),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Of the bytes.'),
}

const deliveryLine = z
  .object({
    kind: z.literal('delivery'),
    ...bytes,
    event: z.string(),
    received_at: z.iso.datetime(),
    hook_id: z.string().nullable(),
    target_type: z.string().nullable(),
    target_id: z.string().nullable(),
    content_type: z.enum(['application/json', 'application/x-www-form-urlencoded']),
    signature: z
      .string()
      .nullable()
      .describe('`X-Hub-Signature-256` as GitHub sent it; null: nobody signed it.'),
    source: z
      .enum(['webhook', 'recovery', 'import', 'gharchive'])
      .describe('How it came to who wrote the file.'),
  })
  .meta({ id: 'LogFileDelivery' })

const otherLine = z
  .object({ kind: z.enum(['command', 'snapshot', 'api_call']), ...bytes })
  .meta({ id: 'LogFileMessage' })

/** A message of the log with all that is needed to append it again so that it counts as the same one. */
export const logFileLine = z.union([deliveryLine, otherLine])
export type LogFileLine = z.output<typeof logFileLine>
export type LogFileDelivery = z.output<typeof deliveryLine>

/** The last line: a file without it was cut off. */
export const logFileFooter = z
  .object({
    end: z.literal(true),
    lines: z.int().describe('Messages: without header and footer.'),
    unreadable: z
      .int()
      .describe('Messages of the log that no version of ours wrote: they are not in the file.'),
    without_payload: z
      .int()
      .describe(
        'Attempts at deliveries that the archive knows and whose payload has expired: they are not in the file.',
      ),
    sha256: z.string().describe('Of every byte before this line.'),
  })
  .meta({ id: 'LogFileFooter' })
export type LogFileFooter = z.output<typeof logFileFooter>

const notAppended = z.array(
  z.object({ line: z.int().describe('From 1, in what was sent.'), reason: z.string() }),
)

/** What `POST /api/v1/import` answers once every line that it took is on disk. */
export const importAnswer = z
  .object({
    appended: z.int(),
    duplicates: z.int().describe('The log recognised their ids: they are there.'),
    left_out: notAppended.describe('Good lines that are no history, such as an order to do something again.'),
    refused: notAppended.describe(
      'Lines that are wrong. The others are appended: mend these and send all again.',
    ),
  })
  .meta({ id: 'ImportAnswer' })
export type ImportAnswer = z.output<typeof importAnswer>
