import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Ajv } from 'ajv'
import { type Manifest, ofKind, root } from './manifests.ts'

const schemas = join(root, 'deploy/kubernetes/schemas')

// The module of kubernetes-models that holds a kind: made of the OpenAPI document of Kubernetes.
const modules: Readonly<Record<string, string>> = {
  'v1 Namespace': 'v1/Namespace',
  'v1 ConfigMap': 'v1/ConfigMap',
  'v1 Service': 'v1/Service',
  'apps/v1 Deployment': 'apps/v1/Deployment',
  'batch/v1 Job': 'batch/v1/Job',
  'networking.k8s.io/v1 Ingress': 'networking.k8s.io/v1/Ingress',
  'networking.k8s.io/v1 NetworkPolicy': 'networking.k8s.io/v1/NetworkPolicy',
  'policy/v1 PodDisruptionBudget': 'policy/v1/PodDisruptionBudget',
  'autoscaling/v2 HorizontalPodAutoscaler': 'autoscaling/v2/HorizontalPodAutoscaler',
}

interface Part {
  readonly where: string
  readonly module: string
  readonly type: string
  readonly value: object
}

/** What the API server would refuse: unknown kinds and fields, missing ones, values of another type. */
export async function schemaFaults(manifests: readonly Manifest[]): Promise<readonly string[]> {
  const custom = await customSchemas()
  const parts: Part[] = []
  const faults: string[] = []
  for (const manifest of manifests) {
    const key = `${manifest.apiVersion} ${manifest.kind}`
    const where = `${manifest.kind} ${manifest.metadata.name}`
    const module = modules[key]
    const schema = custom.get(key)
    if (module !== undefined) parts.push({ where, module, type: manifest.kind, value: manifest })
    else if (schema !== undefined) faults.push(...refusals(where, schema, manifest))
    else faults.push(`${where}: no schema for ${key}`)
  }
  parts.push(...templatesOf(manifests))
  for (const part of parts) faults.push(...(await valueFaults(part)))
  return [...faults, ...(await fieldFaults(parts))]
}

/** What a values file of NATS's chart has that the chart has not. */
export async function natsValuesFaults(name: string, values: unknown): Promise<readonly string[]> {
  const schema = JSON.parse(await readFile(join(schemas, 'nats-values.json'), 'utf8'))
  return refusals(name, new Ajv().compile(schema), values)
}

type Check = ReturnType<Ajv['compile']>

function refusals(where: string, check: Check, value: unknown): readonly string[] {
  if (check(value)) return []
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${where}${instancePath}: ${message} ${JSON.stringify(Object.values(params))}`,
  )
}

async function customSchemas(): Promise<ReadonlyMap<string, Check>> {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true })
  const found = new Map<string, Check>()
  for (const file of await readdir(schemas)) {
    if (file === 'nats-values.json') continue
    const schema = JSON.parse(await readFile(join(schemas, file), 'utf8'))
    const { apiVersion, kind } = schema.properties
    found.set(`${apiVersion.const} ${kind.const}`, ajv.compile(schema))
  }
  return found
}

type Templates = Readonly<
  Record<string, readonly { readonly name: string; readonly spec: object }[] | undefined>
>

/** Pods, claims and services that an operator makes of what its object says of them. */
function templatesOf(manifests: readonly Manifest[]): readonly Part[] {
  const kinds = {
    podTemplates: ['v1/PodSpec', 'PodSpec'],
    volumeClaimTemplates: ['v1/PersistentVolumeClaimSpec', 'PersistentVolumeClaimSpec'],
    serviceTemplates: ['v1/ServiceSpec', 'ServiceSpec'],
  } as const
  return ['ClickHouseInstallation', 'ClickHouseKeeperInstallation']
    .flatMap((kind) => ofKind<{ spec: { templates?: Templates } }>(manifests, kind))
    .flatMap(({ kind, metadata, spec }) =>
      Object.entries(kinds).flatMap(([field, [module, type]]) =>
        (spec.templates?.[field] ?? []).map((template) => ({
          where: `${kind} ${metadata.name}, ${field} ${template.name}`,
          module,
          type,
          value: template.spec,
        })),
      ),
    )
}

async function valueFaults({ where, module, type, value }: Part): Promise<readonly string[]> {
  const schema = `kubernetes-models/_schemas/${schemaName(module)}`
  const { validate } = (await import(schema)) as { validate: Check }
  return validate(value)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, keyword, params }) =>
          `${where} (${type})${instancePath}: ${keyword} ${JSON.stringify(params)}`,
      )
}

/** `apps/v1/Deployment` is IoK8sApiAppsV1Deployment, `networking.k8s.io/v1/Ingress` IoK8sApiNetworkingV1Ingress. */
function schemaName(module: string): string {
  const words = module.replace(/\.k8s\.io/, '').split('/')
  const core = words.length === 2 ? ['core', ...words] : words
  return `IoK8sApi${core.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`
}

const compilerOptions = {
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  module: 'nodenext',
  target: 'es2024',
  types: [],
}

/** The schemas of Kubernetes let unknown fields pass; its types, of the same document, do not where an object is written out. */
async function fieldFaults(parts: readonly Part[]): Promise<readonly string[]> {
  const models = fileURLToPath(new URL('.', import.meta.resolve('kubernetes-models')))
  await mkdir(join(root, '.octometer'), { recursive: true })
  const folder = await mkdtemp(join(root, '.octometer/kubernetes-'))
  try {
    const lines = parts.map(
      ({ module, type, value }, index) =>
        `export const part${index}: import(${JSON.stringify(join(models, `${module}.js`))}).I${type} = ${JSON.stringify(value)}`,
    )
    await writeFile(join(folder, 'parts.ts'), `${lines.join('\n')}\n`)
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['parts.ts'] }))
    await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['--pretty', 'false', '-p', folder])
    return []
  } catch (error) {
    const faults = error instanceof Error && 'stdout' in error ? typeFaults(String(error.stdout), parts) : []
    if (faults.length === 0) throw error
    return faults
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function typeFaults(output: string, parts: readonly Part[]): readonly string[] {
  return [...output.matchAll(/^.*parts\.ts\((\d+),\d+\): error (.*)$/gm)].map(
    ([, line, message]) => `${parts[Number(line) - 1]?.where}: ${message}`,
  )
}
