import {
  type DoctorCheck,
  type DoctorVerdict,
  doctorVerdicts,
  getDoctor,
  listHooks,
} from '@octometer/gateway-api'
import { CliError } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { exitCodes } from '../exit-code.ts'
import { localStandalones, type Places, profilesFile, type Server } from '../server.ts'
import { clockCheck } from './clock-check.ts'
import { diskCheck, keyFileChecks, type ReadSpace } from './file-checks.ts'
import { hookChecks } from './hook-checks.ts'
import { lookAround } from './look-around.ts'

export interface Examination {
  readonly status: DoctorVerdict
  readonly checks: readonly DoctorCheck[]
}

export interface Examined {
  readonly places: Places
  readonly readSpace: ReadSpace
  /** Throws CliError when it cannot be known whom to ask. */
  client(): Promise<Client>
}

/** Everything that can be seen from here: through the gateway, or around it when it does not answer. */
export async function examine({ places, readSpace, client }: Examined): Promise<Examination> {
  const standalones = await localStandalones(places)
  const running = standalones.filter(({ url }) => url !== null)
  const checks = [
    ...(await throughGateway(client, places)),
    ...(await keyFileChecks(profilesFile(places), standalones)),
    ...(await Promise.all(running.map(({ dataDir }) => diskCheck(dataDir, readSpace)))),
  ]
  return { status: worstOf(checks), checks }
}

async function throughGateway(client: Examined['client'], places: Places): Promise<readonly DoctorCheck[]> {
  try {
    const gateway = await client()
    return [...connectionChecks(gateway.server), ...(await askGateway(gateway))]
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return [gatewayFault(error), ...(await lookAround(places))]
  }
}

async function askGateway(client: Client): Promise<readonly DoctorCheck[]> {
  const askedAt = new Date()
  const { checks, freshness } = (await client.ask(getDoctor)).read()
  const clock = clockCheck(freshness.as_of, askedAt, new Date())
  return [
    { name: 'gateway', status: 'ok', summary: `It answers at ${client.server.url}.`, advice: null },
    clock,
    ...checks,
    ...(await hooksOf(client)),
  ]
}

async function hooksOf(client: Client): Promise<readonly DoctorCheck[]> {
  try {
    return hookChecks((await client.ask(listHooks)).read().data)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const summary = `How hooks stand cannot be known: ${error.message}.`
    const advice =
      error.exitCode === exitCodes.notAllowed
        ? 'Ask with a key that is not limited to repositories.'
        : 'See the checks above: their read model needs what does not answer.'
    return [{ name: 'hooks', status: 'warn', summary, advice }]
  }
}

/** The sentence of an error ends with what to do, after a colon. */
function gatewayFault({ message, exitCode }: CliError): DoctorCheck {
  const name = exitCode === exitCodes.notAllowed ? 'key' : 'gateway'
  const colon = message.lastIndexOf(': ')
  if (colon < 0) return { name, status: 'fail', summary: `${message}.`, advice: null }
  return {
    name,
    status: 'fail',
    summary: `${message.slice(0, colon)}.`,
    advice: `${message.slice(colon + 2)}.`,
  }
}

function connectionChecks({ url }: Server): readonly DoctorCheck[] {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:' || /^(localhost|127\..*|\[::1\])$/.test(hostname)) return []
  return [
    {
      name: 'connection',
      status: 'warn',
      summary: `The key goes to ${hostname} over HTTP, readable on the way.`,
      advice: 'Put a proxy with TLS in front of it, and ask by https.',
    },
  ]
}

function worstOf(checks: readonly DoctorCheck[]): DoctorVerdict {
  const ranks = checks.map(({ status }) => doctorVerdicts.indexOf(status))
  return doctorVerdicts[Math.max(0, ...ranks)] ?? 'ok'
}
