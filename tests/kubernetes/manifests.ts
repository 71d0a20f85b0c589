import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import type { IJob } from 'kubernetes-models/batch/v1/Job'
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'
import { parse, parseAllDocuments } from 'yaml'

const run = promisify(execFile)
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** An object as the API server gets it; which fields it has the schemas say. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
}

export const overlays = ['single', 'cluster'] as const
export type Overlay = (typeof overlays)[number]

/** Where kubectl is, fetched from Debian where the machine has none. */
export async function findKubectl(): Promise<string> {
  return (await run(join(root, 'tools/kubectl.sh'))).stdout.trim()
}

/** What `kubectl apply -k` would send. */
export async function renderOverlay(kubectl: string, overlay: Overlay): Promise<readonly Manifest[]> {
  const folder = join(root, 'deploy/kubernetes/overlays', overlay)
  const { stdout } = await run(kubectl, ['kustomize', folder], { maxBuffer: 16 * 1024 * 1024 })
  return readManifests(stdout)
}

export function readManifests(text: string): readonly Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const manifest: Manifest | null = document.toJS()
    return manifest === null ? [] : [manifest]
  })
}

export const readText = (path: string) => readFile(join(root, path), 'utf8')

export async function readYaml(path: string): Promise<unknown> {
  return parse(await readText(path), { merge: true })
}

/** The secrets that secrets.sh prints: for each its name, what its keys hold. */
export async function printSecrets(
  kubectl: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-kubernetes-'))
  try {
    await run(join(root, 'deploy/prepare.sh'), [folder])
    const PATH = `${join(kubectl, '..')}:${process.env.PATH}`
    const { stdout } = await run(join(root, 'deploy/kubernetes/secrets.sh'), [folder], {
      env: { ...process.env, PATH },
    })
    return new Map(
      (readManifests(stdout) as readonly (Manifest & { data: Record<string, string> })[]).map(
        ({ metadata, data }) => [
          metadata.name,
          new Map(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])),
        ],
      ),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The objects of a kind. The schemas have been held against them: they are what their kind says. */
export function ofKind<T>(manifests: readonly Manifest[], kind: string): readonly (Manifest & T)[] {
  return manifests.filter((manifest): manifest is Manifest & T => manifest.kind === kind)
}

export interface Workload {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly pod: IPodSpec
}

/** What runs a program of ours: the Deployments and the migrations. */
export function workloadsOf(manifests: readonly Manifest[]): readonly Workload[] {
  return [...ofKind<IDeployment>(manifests, 'Deployment'), ...ofKind<IJob>(manifests, 'Job')].map(
    ({ metadata, spec }) => ({
      name: metadata.name,
      labels: spec?.template.metadata?.labels ?? {},
      pod: spec?.template.spec ?? { containers: [] },
    }),
  )
}

/** A workload's variables, those of ConfigMaps too. */
export function environmentOf(manifests: readonly Manifest[], { pod }: Workload): Record<string, string> {
  const maps = ofKind<{ readonly data?: Record<string, string> }>(manifests, 'ConfigMap')
  const [container] = pod.containers
  const shared = (container?.envFrom ?? []).map(
    ({ configMapRef }) => maps.find(({ metadata }) => metadata.name === configMapRef?.name)?.data ?? {},
  )
  const own = (container?.env ?? []).map(({ name, value }) => ({ [name]: value ?? '' }))
  return Object.assign({}, ...shared, ...own)
}
