import type { Answer } from '../../api/operations.ts'
import type { ApiResult } from '../../api/use-api.ts'
import { Copyable } from './copyable.tsx'
import { Step } from './step.tsx'

type Identity = Answer<'getConnection'>['identities'][number]

const TITLE = 'Let Octometer ask GitHub'

/** A token, or an App, that may manage hooks. */
export function CredentialStep({ query }: { readonly query: ApiResult<'getConnection'> }) {
  const { data, error } = query
  if (data === undefined) {
    if (error === null) return <Step number={1} title={TITLE} state="now" note="github-agent is asked…" />
    return <Step number={1} title={TITLE} state="wrong" note={error.message} />
  }
  const usable = data.identities.find((each) => wrongWith(each) === null)
  if (usable !== undefined) {
    return <Step number={1} title={TITLE} state="done" note={`${whoOf(usable)} asks GitHub.`} />
  }
  const [identity] = data.identities
  const wrong = identity === undefined ? null : wrongWith(identity)
  return (
    <Step
      number={1}
      title={TITLE}
      state={wrong === null ? 'now' : 'wrong'}
      note={wrong ?? 'There is neither a token nor a GitHub App yet.'}
    >
      <p>
        Make a token at GitHub that may manage hooks: a classic one with <code>admin:repo_hook</code>, or a
        fine-grained one with “Webhooks: read and write”. Start again with it:
      </p>
      <Copyable text="OCTO_GITHUB_TOKEN=… npm start" label="Copy the command" />
    </Step>
  )
}

export function whoOf({ credential, name }: Identity): string {
  const kind = { token: 'The token', app: 'The App', installation: 'The installation' }[credential]
  return name === null ? kind : `${kind} ${credential === 'token' ? `of ${name}` : name}`
}

/** Why it cannot manage hooks; null where nothing is known against it. */
export function wrongWith(identity: Identity): string | null {
  const { problem, suspended, features } = identity
  if (problem !== null) return `${whoOf(identity)}: ${problem}.`
  if (suspended) return `${whoOf(identity)} is suspended.`
  const hooks = features.find(({ feature }) => feature === 'hooks')
  if (hooks?.allowed !== false) return null
  return `${whoOf(identity)} may not manage hooks: it lacks ${hooks.missing.join(', ')}.`
}
