/** A place in a cluster of servers that keep streams together. */
export interface NatsClusterMember {
  /** The same for all of them. */
  readonly cluster: string
  /** Of this server alone, and the same after each of its starts. */
  readonly name: string
  /** Where the other servers come in. */
  readonly port: number
  /** `host:port` of the other servers. */
  readonly routes: readonly string[]
  /** `host:port` that others are told of this server's; its own unless given. */
  readonly advertise?: string
}

export interface NatsConfig {
  readonly host: string
  readonly port: number
  readonly storeDir: string
  readonly credential: { readonly user: string; readonly password: string } | null
  readonly syncAlways: boolean
  readonly maxPayloadBytes: number
  readonly monitoring: boolean
  readonly member: NatsClusterMember | null
}

/**
 * nats-server's configuration file. Clients live in an account of their own that may ask the server for its
 * settings, so that the durability check needs neither the system account nor the monitoring port.
 */
export function renderNatsConfig(config: NatsConfig): string {
  const user = config.credential ?? { user: 'octometer', password: 'octometer' }
  const lines = [
    `host: ${text(config.host)}`,
    `port: ${config.port === 0 ? -1 : config.port}`,
    `ports_file_dir: ${text(config.storeDir)}`,
    `log_file: ${text(`${config.storeDir}/nats-server.log`)}`,
    'logfile_size_limit: 10MB',
    'logfile_max_num: 2',
    `max_payload: ${config.maxPayloadBytes}`,
    'jetstream {',
    `  store_dir: ${text(config.storeDir)}`,
    ...(config.syncAlways ? ['  sync_interval: always'] : []),
    '}',
    'system_account: SYS',
    'accounts {',
    '  SYS { exports: [ { service: "$SYS.REQ.SERVER.PING.VARZ" } ] }',
    '  OCTOMETER {',
    '    jetstream: enabled',
    `    users: [ { user: ${text(user.user)}, password: ${text(user.password)} } ]`,
    '    imports: [ { service: { account: SYS, subject: "$SYS.REQ.SERVER.PING.VARZ" } } ]',
    '  }',
    '}',
  ]
  if (config.credential === null) lines.push(`no_auth_user: ${text(user.user)}`)
  if (config.monitoring) lines.push(`http: ${text(`${config.host}:-1`)}`)
  if (config.member !== null) lines.push(...memberLines(config.host, config.member))
  return `${lines.join('\n')}\n`
}

function memberLines(host: string, { cluster, name, port, routes, advertise }: NatsClusterMember): string[] {
  return [
    `server_name: ${text(name)}`,
    'cluster {',
    `  name: ${text(cluster)}`,
    `  listen: ${text(`${host}:${port}`)}`,
    `  routes: [ ${routes.map((route) => text(`nats-route://${route}`)).join(', ')} ]`,
    ...(advertise === undefined ? [] : [`  advertise: ${text(advertise)}`]),
    '}',
  ]
}

const text = (value: string) => JSON.stringify(value)
