import { type ConfigGroup, loadConfig } from '@octometer/config'
import { beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import {
  environmentOf,
  findKubectl,
  type Manifest,
  type Overlay,
  ofKind,
  overlays,
  printSecrets,
  readManifests,
  readText,
  readYaml,
  renderOverlay,
  workloadsOf,
} from './manifests.ts'
import { mistakes } from './mistakes.ts'
import { checkNatsConfig, type NatsValues, settingsFaults } from './nats-chart.ts'
import { networkFaults, routeFaults } from './network-rules.ts'
import { natsValuesFaults, schemaFaults } from './schema-faults.ts'
import { clickhouseFaults, lagFaults } from './store-rules.ts'
import {
  type Facts,
  imageFaults,
  lifeFaults,
  secretFaults,
  securityFaults,
  targetFaults,
  variableFaults,
} from './workload-rules.ts'

// deploy/kubernetes as kubectl renders it, against the schemas of Kubernetes and of its operators, and against what the
// services are elsewhere in this repository.

const ofOverlay: Readonly<Record<Overlay, readonly string[]>> = {
  single: [],
  cluster: ['OCTO_NATS_REPLICAS', 'OCTO_CLICKHOUSE_CLUSTER'],
}
const rendered = new Map<Overlay, readonly Manifest[]>()
let facts: Facts
let caddyfile: string

beforeAll(async () => {
  const kubectl = await findKubectl()
  for (const overlay of overlays) rendered.set(overlay, await renderOverlay(kubectl, overlay))
  const dockerfile = await readText('Dockerfile')
  caddyfile = await readText('deploy/caddy/Caddyfile')
  facts = {
    ...(await composeFacts()),
    port: Number(/^EXPOSE (\d+)$/m.exec(dockerfile)?.[1]),
    stopSeconds: Number(
      /stopDeadlineMs \?\? (\d+)_000\)/.exec(await readText('packages/service-kit/src/run-service.ts'))?.[1],
    ),
    secrets: await printSecrets(kubectl),
  }
})

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({ image: z.string(), environment: z.record(z.string(), z.coerce.string()).default({}) }),
  ),
})

/** docker-compose.yml as it is when nothing is set. */
async function composeFacts(): Promise<Pick<Facts, 'images' | 'variables'>> {
  const { services } = composeSchema.parse(await readYaml('docker-compose.yml'))
  const filled = (text: string) => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1')
  return {
    images: new Map(Object.entries(services).map(([name, { image }]) => [name, filled(image)])),
    variables: new Map(
      Object.entries(services).map(([name, { environment }]) => [
        name,
        Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value)])),
      ]),
    ),
  }
}

const manifestsOf = (overlay: Overlay) => rendered.get(overlay) ?? []

/** Everything that is wrong with what would be applied, but for what the schemas tell. */
async function faultsOf(overlay: Overlay, manifests: readonly Manifest[]): Promise<readonly string[]> {
  return [
    ...securityFaults(manifests),
    ...variableFaults(manifests, ofOverlay[overlay], facts),
    ...secretFaults(manifests, facts),
    ...imageFaults(manifests, facts),
    ...lifeFaults(manifests, facts),
    ...targetFaults(manifests),
    ...networkFaults(manifests),
    ...routeFaults(manifests, caddyfile),
    ...(await clickhouseFaults(manifests, facts.secrets)),
    ...(await lagFaults(manifests)),
  ]
}

test.each(overlays)('%s: nothing is wrong with what kubectl would apply', async (overlay) => {
  const manifests = manifestsOf(overlay)
  expect(
    workloadsOf(manifests)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['alerter', 'gateway', 'github-agent', 'ingress', 'migrations', 'projectors'])
  expect(await schemaFaults(manifests)).toEqual([])
  expect(await faultsOf(overlay, manifests)).toEqual([])
})

const groups: Readonly<Record<string, readonly ConfigGroup[]>> = {
  ingress: ['server', 'receiving', 'access', 'nats'],
  projectors: ['server', 'projectors', 'nats', 'clickhouse'],
  'github-agent': ['server', 'receiving', 'github', 'nats', 'clickhouse'],
  alerter: ['server', 'alerts', 'nats', 'clickhouse'],
  gateway: ['server', 'access', 'nats', 'clickhouse', 'answers'],
  migrations: ['server', 'nats', 'clickhouse'],
}

test.each(overlays)('%s: every service starts with the variables and secrets that its pod has', (overlay) => {
  const manifests = manifestsOf(overlay)
  for (const workload of workloadsOf(manifests)) {
    const secret = facts.secrets.get(`octometer-${workload.name}`)
    const env = Object.fromEntries(
      Object.entries(environmentOf(manifests, workload)).map(([name, value]) => {
        const file = /^\/run\/secrets\/(.+)$/.exec(value)?.[1]
        return file === undefined ? [name, value] : [name.replace(/_FILE$/, ''), secret?.get(file)?.trim()]
      }),
    )
    const { config, notices } = loadConfig(env, groups[workload.name] ?? [])
    expect(notices, workload.name).toEqual([])
    expect(config).toMatchObject({
      nats: { url: expect.stringMatching(/^nats:\/\/[\w-]+:\w{64}@nats:4222$/) },
    })
  }
})

test.each(mistakes)('$mistake is found', async ({ at, path, value, said }) => {
  const manifests = structuredClone(manifestsOf('cluster'))
  const planted = manifests.find(({ kind, metadata }) => `${kind} ${metadata.name}` === at)
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/'))
  const last = keys.pop() ?? ''
  // Manifests are trees of plain objects: a path leads through them.
  const place = keys.reduce<Record<string, unknown>>(
    (tree, key) => tree[key] as Record<string, unknown>,
    planted as unknown as Record<string, unknown>,
  )
  place[last] = value
  const faults = await faultsOf('cluster', manifests)
  const more = faults.some((fault) => said.test(fault)) ? [] : await schemaFaults(manifests)
  expect([...faults, ...more].join('\n')).toMatch(said)
})

test('the secrets of a store of your own are those that secrets.sh makes', async () => {
  const manifests = readManifests(await readText('deploy/kubernetes/external-secrets/secrets.yaml'))
  expect(await schemaFaults(manifests)).toEqual([])
  const external = ofKind<{ spec: { target: { name: string }; data: { secretKey: string }[] } }>(
    manifests,
    'ExternalSecret',
  )
  expect(
    external.map(({ spec }) => [spec.target.name, spec.data.map(({ secretKey }) => secretKey).sort()]).sort(),
  ).toEqual([...facts.secrets].map(([name, keys]) => [name, [...keys.keys()].sort()]).sort())
})

test.each(overlays)(
  "%s: NATS's chart knows our values, and nats-server what becomes of them",
  async (overlay) => {
    const values = (await readYaml(`deploy/kubernetes/nats/${overlay}.yaml`)) as NatsValues
    expect(await natsValuesFaults(overlay, values)).toEqual([])
    expect(await natsValuesFaults(overlay, { ...values, image: 'nats' })).toHaveLength(1)
    expect(values.config.jetstream.merge).toMatchObject({ sync_interval: 'always' })
    const [settings] = ofKind<{ data: Record<string, string> }>(manifestsOf(overlay), 'ConfigMap').filter(
      ({ metadata }) => metadata.name === 'nats-settings',
    )
    expect(await settingsFaults(settings?.data ?? {})).toEqual([])
    const passwords = facts.secrets.get('nats-passwords')?.get('passwords.conf') ?? ''
    const files = { settings: settings?.data ?? {}, passwords }
    const binary = inject('natsServerBin') ?? 'nats-server'
    expect(await checkNatsConfig(binary, values, files)).toContain('is valid')
    await expect(checkNatsConfig(binary, values, { ...files, passwords: '' })).rejects.toThrow(/_PASSWORD/)
  },
)
