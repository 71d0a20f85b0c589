import { createWriteStream } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import { exportLog } from '@octometer/gateway-api'
import { CliError, wrongUsage } from '../cli-error.ts'
import { pathOf } from '../client.ts'
import { command, type Run } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { checkLogFile, type LogFileFacts } from '../log-file/check-log-file.ts'
import { reasonOf } from '../log-file/reason-of.ts'
import { openProgressLine } from '../progress-line.ts'
import { bytes, plural } from '../render/numbers.ts'
import type { Session } from '../session.ts'

export function exportCommand(run: Run) {
  return command('export', 'the whole log into one file of open lines', [
    ['export log.ndjson.zst', 'compressed, as its name says'],
    ['export', 'into a file named for the day, compressed'],
    ['export log.ndjson --json', 'as it is; what is in it, for programs'],
  ])
    .argument('[file]', 'made anew: .ndjson as it is, .zst compressed')
    .action((given, options) =>
      run(options, async (session) => {
        const file = given ?? `octometer-${new Date().toISOString().slice(0, 10)}.ndjson.zst`
        await refuseExisting(file)
        const facts = await writeFile(file, session)
        if (session.isJson) session.printLine(JSON.stringify({ file, ...facts }))
        else session.print(exportPage(file, facts, session))
        return undefined
      }),
    )
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (isThere) throw wrongUsage(`${file} is there already: name another file, or remove it`)
}

/** Under its name only once it is whole: the file is read again as an import would. */
async function writeFile(file: string, session: Session): Promise<LogFileFacts> {
  const client = await session.client()
  const { body } = await client.open(pathOf(exportLog, {}, {}))
  const part = `${file}.part`
  try {
    if (body === null) throw new Error('the answer is empty')
    const source = Readable.from(counted(body, session))
    const target = createWriteStream(part, { mode: 0o600, flush: true })
    if (file.endsWith('.zst')) await pipeline(source, createZstdCompress(), target)
    else await pipeline(source, target)
    const facts = await checkLogFile(part)
    await rename(part, file)
    return facts
  } catch (cause) {
    await rm(part, { force: true })
    if (cause instanceof CliError) throw cause
    const message = `the export broke off (${reasonOf(cause)}): nothing is kept of it, so begin again`
    throw new CliError('export_broken', exitCodes.notReached, message, { cause })
  }
}

async function* counted(body: AsyncIterable<Uint8Array>, session: Session): AsyncGenerator<Uint8Array> {
  const draw = openProgressLine(session)
  let read = 0
  let drawnAt = 0
  for await (const chunk of body) {
    read += chunk.length
    if (performance.now() - drawnAt > 200) {
      draw(`  ${bytes(read)} read`)
      drawnAt = performance.now()
    }
    yield chunk
  }
  draw(null)
}

function exportPage(file: string, facts: LogFileFacts, { style }: Session): readonly string[] {
  const { lines, without_payload, unreadable } = facts
  return [
    `  ${style.good('✓')} ${style.strong(file)}  ${plural(lines, 'message')}`,
    ...(without_payload === 0
      ? []
      : [
          `    ${plural(without_payload, 'attempt')} not in it: the payload has expired, and the read models alone know them.`,
        ]),
    ...(unreadable === 0 ? [] : [`    ${plural(unreadable, 'message')} not in it: nobody can read them.`]),
    '',
    '  It holds every payload: keep it as you keep them. `octometer import` takes it back.',
  ]
}
