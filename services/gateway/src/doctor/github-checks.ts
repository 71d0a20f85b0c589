import type { GitHubIdentity } from '@octometer/event-contracts'
import type { DoctorCheck, Unreachable } from '@octometer/gateway-api'
import type { GitHubFacts } from './doctor-facts.ts'

const SOON_MS = 7 * 24 * 3_600_000

/** One for each who asks GitHub. */
export function githubChecks(github: GitHubFacts | Unreachable, now: Date): readonly DoctorCheck[] {
  const name = 'github'
  if ('unreachable' in github) {
    const advice = 'Start github-agent, and see its log: without it nothing is asked of GitHub.'
    const summary = `github-agent does not answer (${github.unreachable}).`
    return [{ name, status: 'warn', summary, advice }]
  }
  if (github.identities.length === 0) {
    const summary = 'GitHub is asked for nothing: there is neither OCTO_GITHUB_TOKEN nor OCTO_GITHUB_APP_ID.'
    return [{ name, status: 'ok', summary, advice: null }]
  }
  return github.identities.map((identity) => checkOf(identity, now))
}

function checkOf(identity: GitHubIdentity, now: Date): DoctorCheck {
  const { credential, problem, suspended, features, expires_at } = identity
  const who = whoOf(identity)
  const name = credential === 'installation' ? `github.installation.${who}` : `github.${credential}`
  if (problem !== null) {
    return { name, status: 'fail', summary: `${who}: ${problem}.`, advice: ADVICE[credential] }
  }
  if (suspended) {
    const advice = 'Whoever owns the account can let the App in again, in the settings of its installations.'
    return { name, status: 'warn', summary: `The installation on ${who} is suspended.`, advice }
  }
  const lacking = features.filter(({ allowed }) => allowed === false)
  const missing = lacking
    .map(({ feature, missing: what }) => `${feature} lacks ${what.join(', ')}`)
    .join('; ')
  const summary = missing === '' ? `${who} may do everything, as far as GitHub tells.` : `${who}: ${missing}.`
  if (lacking.some(({ needed }) => needed)) {
    return { name, status: 'warn', summary, advice: 'Give it what is missing at GitHub: it is needed here.' }
  }
  if (expires_at !== null && Date.parse(expires_at) - now.getTime() < SOON_MS) {
    const ends = `${who} expires at ${expires_at}.`
    return { name, status: 'warn', summary: ends, advice: 'Make another token, and set OCTO_GITHUB_TOKEN.' }
  }
  return { name, status: 'ok', summary, advice: null }
}

function whoOf({ credential, name, id }: GitHubIdentity): string {
  return name ?? (id === null ? `The ${credential}` : `${id}`)
}

const ADVICE: Readonly<Record<GitHubIdentity['credential'], string>> = {
  token: 'Set OCTO_GITHUB_TOKEN to a token that GitHub knows.',
  app: 'Set OCTO_GITHUB_APP_ID and OCTO_GITHUB_APP_PRIVATE_KEY to what GitHub has of the App.',
  installation: 'See whether the App is still installed there.',
}
