import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readText } from './manifests.ts'

type Section = Readonly<Record<string, unknown>>

export interface NatsValues {
  readonly config: {
    readonly cluster?: { readonly enabled: boolean; readonly replicas: number }
    readonly jetstream: { readonly fileStore: { readonly dir: string }; readonly merge: Section }
    readonly monitor: { readonly port: number }
    readonly merge: Section
  }
}

/** nats.conf as the chart (files/config of its version 2) writes it of our values. */
function configOf({ config }: NatsValues, home: string): string {
  const { cluster, jetstream, monitor, merge } = config
  const routes = Array.from(
    { length: cluster?.replicas ?? 0 },
    (_, index) => `nats://nats-${index}.nats-headless:6222`,
  )
  return block({
    server_name: '<< $POD_NAME >>',
    port: 4222,
    http_port: monitor.port,
    ...(cluster?.enabled && { cluster: { name: 'nats', port: 6222, no_advertise: true, routes } }),
    jetstream: { max_memory_store: 0, ...jetstream.merge, store_dir: join(home, jetstream.fileStore.dir) },
    ...merge,
  })
}

/** Keys in order of the alphabet; those that end in `$include` become directives, what stands in `<< >>` has no quotes. */
function block(section: Section): string {
  const lines = Object.keys(section)
    .sort()
    .map((key) => {
      const value = section[key]
      if (key.endsWith('$include')) return `include ${String(value)};`
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return `"${key}": ${block({ ...value })}`
      const bare = typeof value === 'string' ? /^<< (.*) >>$/.exec(value)?.[1] : undefined
      return `"${key}": ${bare ?? JSON.stringify(value)},`
    })
  return `{\n${lines.join('\n')}\n}`
}

/** What nats-server says of the configuration that the pod finds: rejects where it refuses it. */
export async function checkNatsConfig(
  binary: string,
  values: NatsValues,
  files: { readonly settings: Readonly<Record<string, string>>; readonly passwords: string },
): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'octometer-nats-chart-'))
  try {
    for (const folder of ['nats-config', 'octometer']) await mkdir(join(home, folder))
    for (const [name, text] of Object.entries({ ...files.settings, 'passwords.conf': files.passwords }))
      await writeFile(join(home, 'octometer', name), text)
    const path = join(home, 'nats-config/nats.conf')
    await writeFile(path, configOf(values, home))
    const env = { ...process.env, POD_NAME: 'nats-0' }
    const { stderr } = await promisify(execFile)(binary, ['-t', '-c', path], { env })
    return stderr
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** The settings that the ConfigMap `nats-settings` holds are the files themselves. */
export async function settingsFaults(settings: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const files = { 'nats.conf': 'deploy/nats/nats.conf', 'tls.conf': 'deploy/nats/tls-off.conf' }
  const wrong = await Promise.all(
    Object.entries(files).map(async ([key, path]) =>
      (await readText(path)) === settings[key] ? [] : [`${key} is not ${path}`],
    ),
  )
  return wrong.flat()
}
