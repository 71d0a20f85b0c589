import { documentedVariables } from '@octometer/config'
import type { IContainer } from 'kubernetes-models/v1/Container'
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'
import { environmentOf, type Manifest, ofKind, type Workload, workloadsOf } from './manifests.ts'

/** What the services are elsewhere in this repository. */
export interface Facts {
  /** Of docker-compose.yml: each service's image, and its variables. */
  readonly images: ReadonlyMap<string, string>
  readonly variables: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** The port on which the image listens. */
  readonly port: number
  /** How long a service may take to end, in seconds. */
  readonly stopSeconds: number
  /** The keys of each secret. */
  readonly secrets: ReadonlyMap<string, ReadonlyMap<string, string>>
}

interface OperatorObject {
  readonly spec: { readonly templates?: { readonly podTemplates?: readonly { readonly spec: IPodSpec }[] } }
}

/** Pods that the namespace's `restricted` would refuse, and a file system of ours that could be written. */
export function securityFaults(manifests: readonly Manifest[]): readonly string[] {
  const ours = workloadsOf(manifests).map(({ name, pod }) => ({ name, pod, mine: true }))
  const theirs = ['ClickHouseInstallation', 'ClickHouseKeeperInstallation']
    .flatMap((kind) => ofKind<OperatorObject>(manifests, kind))
    .flatMap(({ metadata, spec }) =>
      (spec.templates?.podTemplates ?? []).map((template) => ({
        name: `${metadata.name}'s`,
        pod: template.spec,
        mine: false,
      })),
    )
  return [...ours, ...theirs].flatMap(({ name, pod, mine }) => [
    ...podFaults(pod).map((fault) => `${name}: ${fault}`),
    ...pod.containers.flatMap((container) =>
      containerFaults(container, mine).map((fault) => `${name}: ${fault}`),
    ),
  ])
}

function podFaults({ securityContext, ...pod }: IPodSpec): string[] {
  return told({
    'may run as root': securityContext?.runAsNonRoot !== true || !securityContext.runAsUser,
    'no seccomp profile': securityContext?.seccompProfile?.type !== 'RuntimeDefault',
    'holds a token of the API server': pod.automountServiceAccountToken !== false,
    'sees the host': pod.hostNetwork === true || pod.hostPID === true || pod.hostIPC === true,
    'mounts the host': (pod.volumes ?? []).some(({ hostPath }) => hostPath !== undefined),
  })
}

function containerFaults({ securityContext, resources }: IContainer, mine: boolean): string[] {
  return told({
    'may gain privileges': securityContext?.allowPrivilegeEscalation !== false,
    'keeps capabilities': securityContext?.capabilities?.drop?.includes('ALL') !== true,
    'a file system that can be written': mine && securityContext?.readOnlyRootFilesystem !== true,
    'runs as root': securityContext?.runAsUser === 0 || securityContext?.runAsNonRoot === false,
    'no limit of memory': resources?.limits?.memory === undefined,
    'asks for nothing': resources?.requests?.cpu === undefined || resources.requests.memory === undefined,
  })
}

const told = (faults: Readonly<Record<string, boolean>>) =>
  Object.entries(faults).flatMap(([fault, found]) => (found ? [fault] : []))

/** Variables that are no variables, and where a service has others than in docker-compose.yml. */
export function variableFaults(
  manifests: readonly Manifest[],
  overlay: readonly string[],
  facts: Facts,
): readonly string[] {
  const known = new Set(documentedVariables().flatMap(({ name }) => [name, `${name}_FILE`]))
  return workloadsOf(manifests).flatMap((workload) => {
    const set = environmentOf(manifests, workload)
    const wanted = facts.variables.get(workload.name) ?? {}
    const names = new Set([...Object.keys(set), ...Object.keys(wanted)])
    return [...names].flatMap((name) => {
      if (name.startsWith('OCTO_') && !known.has(name)) return [`${workload.name}: ${name} is no variable`]
      if (overlay.includes(name) || set[name] === wanted[name]) return []
      return [`${workload.name}: ${name} is ${set[name]}, in docker-compose.yml ${wanted[name]}`]
    })
  })
}

/** Files that no secret gives, keys that nobody reads, and secrets of another service. */
export function secretFaults(manifests: readonly Manifest[], { secrets }: Facts): readonly string[] {
  return workloadsOf(manifests).flatMap((workload) => {
    const { name, pod } = workload
    const secret = pod.volumes?.find((volume) => volume.name === 'secrets')?.secret
    const mount = pod.containers[0]?.volumeMounts?.find((each) => each.name === 'secrets')
    const given = [...(secrets.get(secret?.secretName ?? '')?.keys() ?? [])]
    const read = Object.values(environmentOf(manifests, workload)).flatMap(
      (value) => /^\/run\/secrets\/(\S+)$/.exec(value)?.[1] ?? [],
    )
    return [
      ...(secret?.secretName === `octometer-${name}` ? [] : [`${name}: mounts ${secret?.secretName}`]),
      ...(mount?.mountPath === '/run/secrets' ? [] : [`${name}: its secrets are not in /run/secrets`]),
      ...read.filter((key) => !given.includes(key)).map((key) => `${name}: no secret gives ${key}`),
      ...given.filter((key) => !read.includes(key)).map((key) => `${name}: nobody reads ${key}`),
    ]
  })
}

/** Images that the Dockerfile does not make. */
export function imageFaults(manifests: readonly Manifest[], { images }: Facts): readonly string[] {
  return workloadsOf(manifests).flatMap(({ name, pod }) => {
    const wanted = images.get(name)
    return pod.containers
      .filter(({ image }) => image !== wanted)
      .map(({ image }) => `${name}: its image is ${image}, not ${wanted}`)
  })
}

/** Probes that ask what is not answered, and pods that are killed before they could end what they began. */
export function lifeFaults(manifests: readonly Manifest[], facts: Facts): readonly string[] {
  return workloadsOf(manifests).flatMap((workload) => {
    if (workload.name === 'migrations') return []
    const { name, pod } = workload
    const container = pod.containers[0]
    const port = container?.ports?.find((each) => each.name === 'http')?.containerPort
    const probes = { startup: '/livez', liveness: '/livez', readiness: '/readyz' } as const
    const wrong = Object.entries(probes).flatMap(([kind, path]) => {
      const probe = container?.[`${kind as keyof typeof probes}Probe`]?.httpGet
      return probe?.path === path && probe.port === 'http'
        ? []
        : [`${name}: its ${kind} probe asks no ${path}`]
    })
    return [
      ...wrong,
      ...(port === facts.port ? [] : [`${name}: listens on ${facts.port}, not ${port}`]),
      ...(graceOf(pod) >= facts.stopSeconds ? [] : [`${name}: is killed before it has stopped`]),
    ]
  })
}

/** Seconds from SIGTERM to SIGKILL: the grace less the pause before. */
function graceOf(pod: IPodSpec): number {
  const pause = Number(pod.containers[0]?.lifecycle?.preStop?.exec?.command?.[1] ?? 0)
  return (pod.terminationGracePeriodSeconds ?? 30) - pause
}

interface Selector {
  readonly spec: {
    readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> } & Readonly<
      Record<string, unknown>
    >
  }
}

interface Scaler {
  readonly spec: { readonly scaleTargetRef: { readonly name: string } }
}

/** Services, budgets, monitors and scalers that lead to nobody. */
export function targetFaults(manifests: readonly Manifest[]): readonly string[] {
  const workloads = workloadsOf(manifests)
  const services = ofKind(manifests, 'Service')
  const matched = (labels: Readonly<Record<string, string>> | undefined, among: readonly LabelledThing[]) =>
    labels !== undefined &&
    among.some((thing) => Object.entries(labels).every(([key, value]) => thing.labels?.[key] === value))
  const selecting = (kind: string, among: readonly LabelledThing[]) =>
    ofKind<Selector>(manifests, kind)
      .filter(({ spec }) => {
        const { matchLabels, ...plain } = spec.selector
        return !matched(matchLabels ?? (plain as Record<string, string>), among)
      })
      .map(({ metadata }) => `${kind} ${metadata.name} leads to nobody`)
  const scaling = ['HorizontalPodAutoscaler', 'ScaledObject'].flatMap((kind) =>
    ofKind<Scaler>(manifests, kind)
      .filter(({ spec }) => !workloads.some(({ name }) => name === spec.scaleTargetRef.name))
      .map(({ metadata }) => `${kind} ${metadata.name} leads to nobody`),
  )
  return [
    ...selecting('Service', workloads),
    ...selecting('PodDisruptionBudget', workloads),
    ...selecting(
      'ServiceMonitor',
      services.map(({ metadata }) => metadata),
    ),
    ...scaling,
  ]
}

type LabelledThing = Pick<Partial<Workload>, 'labels'>
