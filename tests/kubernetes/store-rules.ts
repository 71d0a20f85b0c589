import { streamNames } from '@octometer/event-log'
import { consumerOf } from '@octometer/projector-runtime'
import { projections } from '@octometer/projectors'
import { environmentOf, type Manifest, ofKind, readText, workloadsOf } from './manifests.ts'

interface Installation {
  readonly spec: {
    readonly configuration: {
      readonly files: Readonly<Record<string, string>>
      readonly clusters: readonly {
        readonly name: string
        readonly layout: { readonly replicasCount: number }
      }[]
    }
    readonly templates: {
      readonly podTemplates: readonly {
        readonly spec: {
          readonly containers: readonly {
            readonly env: readonly {
              readonly name: string
              readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } }
            }[]
          }[]
        }
      }[]
    }
  }
}

type Secrets = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Where ClickHouse has other settings or users than deploy/clickhouse, or a cluster's name is not the services'. */
export async function clickhouseFaults(
  manifests: readonly Manifest[],
  secrets: Secrets,
): Promise<readonly string[]> {
  const [installation] = ofKind<Installation>(manifests, 'ClickHouseInstallation')
  if (installation === undefined) return ['there is no ClickHouse']
  const { configuration, templates } = installation.spec
  const env = templates.podTemplates[0]?.spec.containers[0]?.env ?? []
  const users = configuration.files['users.d/octometer.xml']?.replace(
    / from_env="(\w+)"\/>/g,
    (_, name: string) => {
      const key = env.find((each) => each.name === name)?.valueFrom.secretKeyRef.key
      return `>@${key}@</password_sha256_hex>`
    },
  )
  // The operator listens everywhere itself, and replicas fetch from each other by the port that one server alone has no use for.
  const ours = (await readText('deploy/clickhouse/server.xml')).replace(
    / {2}<(listen_host|interserver_http_port).*\n/g,
    '',
  )
  const named = workloadsOf(manifests).flatMap((workload) => {
    const cluster = environmentOf(manifests, workload).OCTO_CLICKHOUSE_CLUSTER
    const replicated = configuration.clusters.find(({ layout }) => layout.replicasCount > 1)?.name
    return cluster === replicated
      ? []
      : [`${workload.name}: OCTO_CLICKHOUSE_CLUSTER is ${cluster}, not ${replicated}`]
  })
  return [
    ...(users === (await readText('deploy/clickhouse/users.xml'))
      ? []
      : ['users.d/octometer.xml is not deploy/clickhouse/users.xml']),
    ...(configuration.files['config.d/octometer.xml'] === ours
      ? []
      : ['config.d/octometer.xml is not deploy/clickhouse/server.xml']),
    ...env
      .filter(({ valueFrom: { secretKeyRef } }) => !secrets.get(secretKeyRef.name)?.has(secretKeyRef.key))
      .map(({ name }) => `no secret gives ${name}`),
    ...named,
  ]
}

interface Scaled {
  readonly spec: { readonly triggers: readonly { readonly metadata: Readonly<Record<string, string>> }[] }
}

/** Scalers that watch a stream, consumer or account that is not there. */
export async function lagFaults(manifests: readonly Manifest[]): Promise<readonly string[]> {
  const accounts = [...(await readText('deploy/nats/nats.conf')).matchAll(/^ {2}(\w+) \{/gm)].map(
    ([, name]) => name,
  )
  const lasting = projections.filter(({ generational }) => !generational)
  return ofKind<Scaled>(manifests, 'ScaledObject').flatMap(({ spec }) =>
    spec.triggers.flatMap(({ metadata }) => {
      const { account, stream, consumer } = metadata
      const read = lasting.some((each) => consumerOf(each, null) === consumer)
      return [
        ...(accounts.includes(account) ? [] : [`${account} is no account of nats.conf`]),
        ...(Object.values<string>(streamNames).includes(stream ?? '') ? [] : [`${stream} is no stream`]),
        ...(read ? [] : [`${consumer} is no consumer that keeps its name`]),
      ]
    }),
  )
}
