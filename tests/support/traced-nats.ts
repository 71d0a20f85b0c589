import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type NatsServer, type NatsServerOptions, startNatsServer } from '@octometer/event-log'
import { countSyncs } from './count-syncs.ts'
import { findStrace } from './find-strace.ts'

/** nats-server under strace, which writes down every sync of a file before nats-server goes on from it. */
export interface TracedNats extends AsyncDisposable {
  readonly server: NatsServer
  /** How often the message blocks of a stream have been synced so far. */
  syncs(stream: string): Promise<number>
}

export async function startTracedNats(
  natsServerBin: string,
  { syncAlways }: Pick<NatsServerOptions, 'syncAlways'> = {},
): Promise<TracedNats> {
  const strace = await findStrace(process.env.PATH ?? '')
  await using stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'octometer-traced-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const traceFile = join(dir, 'syncs.txt')
  const wrapper = join(dir, 'traced-nats-server')
  await writeFile(wrapper, wrapperScript(strace, natsServerBin, traceFile), { mode: 0o755 })
  const storeDir = join(dir, 'nats')
  const sync = syncAlways === undefined ? {} : { syncAlways }
  const server = stack.use(await startNatsServer({ storeDir, binary: wrapper, ...sync }))
  const owned = stack.move()
  return {
    server,
    syncs: async (stream) => countSyncs(await readFile(traceFile, 'utf8'), `/streams/${stream}/msgs/`),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** `-D`: nats-server keeps the process that was started, and strace stands aside. */
function wrapperScript(
  { program, libraries }: { readonly program: string; readonly libraries: readonly string[] },
  natsServerBin: string,
  traceFile: string,
): string {
  const libraryPath = libraries.length === 0 ? '' : `LD_LIBRARY_PATH='${libraries.join(':')}' `
  return `#!/bin/sh
if [ "$1" = --version ]; then exec '${natsServerBin}' --version; fi
${libraryPath}exec '${program}' -D -f -q -y -E LD_LIBRARY_PATH -e trace=fsync,fdatasync -e signal=none -o '${traceFile}' '${natsServerBin}' "$@"
`
}
