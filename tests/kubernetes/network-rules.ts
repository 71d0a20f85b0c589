import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { environmentOf, type Manifest, ofKind, workloadsOf } from './manifests.ts'

type Rule = NonNullable<INetworkPolicy['spec']>
type Peers = NonNullable<NonNullable<Rule['ingress']>[number]['from']>

/** `gateway > nats:4222`, as the one lets it out and as the other lets it in. */
interface Flows {
  readonly out: ReadonlySet<string>
  readonly in: ReadonlySet<string>
}

function flowsOf(manifests: readonly Manifest[]): Flows {
  const leaving = new Set<string>()
  const entering = new Set<string>()
  for (const { spec } of ofKind<INetworkPolicy>(manifests, 'NetworkPolicy')) {
    const self = nameOf(spec?.podSelector?.matchLabels)
    for (const { to, ports } of spec?.egress ?? [])
      for (const peer of peersOf(to))
        for (const { port } of ports ?? []) leaving.add(`${self} > ${peer}:${port}`)
    for (const { from, ports } of spec?.ingress ?? [])
      for (const peer of peersOf(from))
        for (const { port } of ports ?? []) entering.add(`${peer} > ${self}:${port}`)
  }
  return { out: leaving, in: entering }
}

function peersOf(peers: Peers | undefined): string[] {
  if (peers === undefined || peers.length === 0) return ['anybody']
  return peers.map(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock !== undefined) return ipBlock.except === undefined ? 'anybody' : 'outside'
    return namespaceSelector === undefined
      ? nameOf(podSelector?.matchLabels)
      : `namespace ${namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'] ?? 'any'}`
  })
}

const labels = ['app.kubernetes.io/name', 'clickhouse.altinity.com/chi', 'clickhouse-keeper.altinity.com/chk']
const stores: Readonly<Record<string, string>> = { octometer: 'clickhouse' }

function nameOf(selector: Readonly<Record<string, string>> | undefined): string {
  const found = labels.flatMap((label) => selector?.[label] ?? [])
  return found.length === 0 ? 'everybody' : (stores[found[0] ?? ''] ?? found[0] ?? '')
}

/** Who talks to GitHub and to people: ARCHITECTURE.md's picture. */
const talksOutside: Readonly<Record<string, readonly number[]>> = {
  'github-agent': [443],
  alerter: [443, 465, 587],
}

/** Among the stores themselves, and who looks after them. */
const storesThemselves = [
  'everybody > namespace kube-system:53',
  'nats > nats:6222',
  'namespace keda > nats:8222',
  'namespace monitoring > nats:7777',
  'clickhouse > clickhouse:9000',
  'clickhouse > clickhouse:9009',
  'clickhouse > keeper:2181',
  'keeper > keeper:9444',
  'namespace clickhouse-operator > clickhouse:8123',
  'namespace clickhouse-operator > clickhouse:9000',
  'namespace clickhouse-operator > keeper:2181',
]

/** Who has to reach whom: each by the credentials that it holds, the front door by its routes. */
function picture(manifests: readonly Manifest[]): ReadonlySet<string> {
  const behindFrontDoor = new Set(routesOf(manifests).map(({ service }) => service))
  const ours = workloadsOf(manifests).flatMap((workload) => {
    const { name } = workload
    const set = environmentOf(manifests, workload)
    return [
      ...(set.OCTO_NATS_URL_FILE === undefined ? [] : [`${name} > nats:4222`]),
      ...(set.OCTO_CLICKHOUSE_USER === undefined ? [] : [`${name} > clickhouse:8123`]),
      ...(talksOutside[name] ?? []).map((port) => `${name} > outside:${port}`),
      ...(behindFrontDoor.has(name) ? [`namespace ingress-nginx > ${name}:8080`] : []),
      ...(name === 'migrations' ? [] : [`namespace monitoring > ${name}:8080`]),
    ]
  })
  return new Set([...ours, ...storesThemselves])
}

/** Where the policies differ from the picture; a way between two of ours has to be open at both ends. */
export function networkFaults(manifests: readonly Manifest[]): readonly string[] {
  const { out, in: entering } = flowsOf(manifests)
  const wanted = picture(manifests)
  const crosses = (flow: string) => /namespace|outside/.test(flow)
  const closed = [...wanted].flatMap((flow) => [
    ...(out.has(flow) || flow.startsWith('namespace') ? [] : [`${flow} is not let out`]),
    ...(entering.has(flow) || (crosses(flow) && !flow.startsWith('namespace'))
      ? []
      : [`${flow} is not let in`]),
  ])
  const open = [...out, ...entering].filter((flow) => !wanted.has(flow))
  return [
    ...closed,
    ...new Set(open.map((flow) => `${flow} is no part of the picture`)),
    ...defaultFaults(manifests),
  ]
}

/** Without a policy that takes everything from everybody, the others would allow what nobody refuses. */
function defaultFaults(manifests: readonly Manifest[]): string[] {
  const closes = ofKind<INetworkPolicy>(manifests, 'NetworkPolicy').some(
    ({ spec }) =>
      Object.keys(spec?.podSelector ?? {}).length === 0 &&
      spec?.policyTypes?.length === 2 &&
      spec.ingress === undefined &&
      spec.egress === undefined,
  )
  return closes ? [] : ['nothing is closed by default']
}

interface Route {
  readonly path: string
  readonly exact: boolean
  readonly service: string
}

function routesOf(manifests: readonly Manifest[]): readonly Route[] {
  return ofKind<IIngress>(manifests, 'Ingress').flatMap(({ spec }) =>
    (spec?.rules ?? []).flatMap(({ http }) =>
      (http?.paths ?? []).map(({ path, pathType, backend }) => ({
        path: path ?? '',
        exact: pathType === 'Exact',
        service: backend.service?.name ?? '',
      })),
    ),
  )
}

/** Routes that differ from deploy/caddy/Caddyfile's. */
export function routeFaults(manifests: readonly Manifest[], caddyfile: string): readonly string[] {
  const received = /@received path (.+)/.exec(caddyfile)?.[1]?.split(' ') ?? []
  const posted = /@posted \{\s*method POST\s*path (\S+)\s*\}/.exec(caddyfile)?.[1]
  const wanted = [...received, ...(posted === undefined ? [] : [posted])]
  const found = routesOf(manifests)
  const exact = found.filter((route) => route.exact)
  const rest = found.filter((route) => !route.exact)
  return [
    ...wanted
      .filter((path) => !exact.some((route) => route.path === path && route.service === 'ingress'))
      .map((path) => `${path} does not lead to ingress`),
    ...exact
      .filter(({ path }) => !wanted.includes(path))
      .map(({ path }) => `${path} is no route of the front door`),
    ...(rest.length === 1 && rest[0]?.path === '/' && rest[0].service === 'gateway'
      ? []
      : ['the rest does not lead to the gateway']),
  ]
}
