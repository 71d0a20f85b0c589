import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type NatsServer, startNatsServer } from '@octometer/event-log'
import { z } from 'zod'
import { freePorts } from '../support/free-ports.ts'
import { openLink, type TcpLink } from './tcp-link.ts'

/** One of the servers, and what can befall it. */
export interface ClusterNode {
  readonly name: string
  /** `kill -9`; resolves when it has ended. */
  kill(): Promise<void>
  restart(): Promise<void>
  /** As a machine that hangs: its connections stay open, and nothing is answered. */
  pause(): void
  resume(): void
  /** Clients still reach it, the other servers do not. */
  cutOff(): void
  rejoin(): void
}

/** Three real nats-servers that keep each stream together, each pair over links of ours. */
export interface NatsCluster extends AsyncDisposable {
  /** Of all three, for clients. */
  readonly url: string
  readonly nodes: readonly ClusterNode[]
  /** Resolves when every server says that it has all of the deliveries that the others have. */
  healthy(): Promise<void>
  /** Who leads a stream. */
  leaderOf(stream: string): Promise<ClusterNode>
  /** Of each stream and bucket: how many servers keep it. */
  replicas(): Promise<ReadonlyMap<string, number>>
  /** To whom the first client of this name is connected. */
  servingNode(client: string): Promise<ClusterNode>
}

const NAMES = ['n1', 'n2', 'n3'] as const
const CREDENTIAL = { user: 'octometer', password: 'between-three' }
// Nobody listens there: what servers tell one another of their addresses must not lead around the links.
const NOWHERE = '127.0.0.1:9'

interface Member {
  readonly name: string
  readonly server: NatsServer
  /** To and from it. */
  readonly links: readonly TcpLink[]
}

/** Starts three servers; their files lie in folders of `dir`. */
export async function startNatsCluster(dir: string, binary: string | null): Promise<NatsCluster> {
  await using stack = new AsyncDisposableStack()
  const ports = await freePorts(NAMES.length * 2)
  const clientPort = (index: number) => ports[index] ?? 0
  const routePort = (index: number) => ports[NAMES.length + index] ?? 0
  const links = new Map<string, TcpLink>()
  for (const [to, target] of NAMES.entries()) {
    for (const from of NAMES.filter((name) => name !== target)) {
      links.set(`${from} ${target}`, stack.use(await openLink(routePort(to))))
    }
  }
  const linksOf = (name: string, side: 0 | 1) =>
    [...links].filter(([way]) => way.split(' ')[side] === name).map(([, link]) => link)
  const start = async (name: string, index: number): Promise<Member> => {
    const routes = linksOf(name, 0).map(({ port }) => `127.0.0.1:${port}`)
    const member = { cluster: 'octometer', name, port: routePort(index), routes, advertise: NOWHERE }
    const place = { storeDir: join(dir, name), port: clientPort(index) }
    const server = await startNatsServer({
      ...place,
      binary,
      member,
      credential: CREDENTIAL,
      monitoring: true,
    })
    return { name, server: stack.use(server), links: [...linksOf(name, 0), ...linksOf(name, 1)] }
  }
  const members = await Promise.all(NAMES.map(start))
  const nodes = members.map(nodeOf)
  const named = (name: string) => {
    const found = nodes.find((node) => node.name === name)
    if (found === undefined) throw new Error(`no server of the cluster is called ${name}`)
    return found
  }
  await allHealthy(members, '/healthz')
  const owned = stack.move()
  return {
    url: members.map(({ server }) => server.url).join(','),
    nodes,
    healthy: () => allHealthy(members, '/healthz?account=OCTOMETER&stream=EVENTS'),
    leaderOf: async (stream) => named(await leaderName(members, stream)),
    replicas: () => replicasOf(members),
    servingNode: async (client) => named(await servingName(members, client)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function nodeOf({ name, server, links }: Member): ClusterNode {
  return {
    name,
    async kill() {
      const exited = server.exited()
      server.kill('SIGKILL')
      await exited
    },
    restart: () => server.restart(),
    pause: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
    cutOff: () => {
      for (const link of links) link.cut()
    },
    rejoin: () => {
      for (const link of links) link.mend()
    },
  }
}

const healthSchema = z.object({ status: z.string() })

async function allHealthy(members: readonly Member[], path: string): Promise<void> {
  for (const { server } of members) {
    while ((await ask(server, path, healthSchema))?.status !== 'ok') await pause(100)
  }
}

const streamsSchema = z.object({
  account_details: z
    .array(
      z.object({
        stream_detail: z
          .array(
            z.object({
              name: z.string(),
              cluster: z.object({ leader: z.string().optional() }),
              config: z.object({ num_replicas: z.number() }).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
})

async function streamsOf(server: NatsServer) {
  const answer = await ask(server, '/jsz?accounts=true&streams=true&config=true', streamsSchema)
  return (answer?.account_details ?? []).flatMap(({ stream_detail = [] }) => stream_detail)
}

async function leaderName(members: readonly Member[], stream: string): Promise<string> {
  for (;;) {
    for (const { server } of members) {
      const leader = (await streamsOf(server)).find(({ name }) => name === stream)?.cluster.leader
      if (leader !== undefined) return leader
    }
    await pause(100)
  }
}

async function replicasOf(members: readonly Member[]): Promise<ReadonlyMap<string, number>> {
  const streams = (await Promise.all(members.map(({ server }) => streamsOf(server)))).flat()
  return new Map(streams.map(({ name, config }) => [name, config?.num_replicas ?? 0]))
}

const clientsSchema = z.object({ connections: z.array(z.object({ name: z.string().optional() })) })

async function servingName(members: readonly Member[], client: string): Promise<string> {
  for (;;) {
    for (const { name, server } of members) {
      const answer = await ask(server, '/connz', clientsSchema)
      if (answer?.connections.some((each) => each.name === client)) return name
    }
    await pause(100)
  }
}

/** Null while it does not answer. */
async function ask<T>({ monitoringUrl }: NatsServer, path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const answer = await fetch(`${monitoringUrl}${path}`, { signal: AbortSignal.timeout(2_000) })
    return schema.parse(await answer.json())
  } catch {
    // It is asked again by whoever waits for it.
    return null
  }
}
