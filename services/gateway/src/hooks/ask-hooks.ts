import {
  hookConnectRequest,
  hookPingRequest,
  hooksSetUpRequest,
  hooksVerifyRequest,
} from '@octometer/event-contracts'
import { connectHook, pingHook, setUpHooks, verifyHooks } from '@octometer/gateway-api'
import { type Principal, problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { askGitHub } from '../github/ask-github.ts'

/** A hook gives everybody what it delivers: who may see some repositories only is not to have one made. */
function requireManager(principal: Principal): void {
  requireEveryRepository(principal, 'Hooks are managed for every repository')
}

export const setUpHooksEndpoint = endpoint(setUpHooks, 'intake', async (gateway, { body, principal }) => {
  requireManager(principal)
  const { repository, organization } = body
  const kind = organization === undefined ? 'repository' : 'organization'
  return askGitHub(gateway, hooksSetUpRequest, { kind, name: organization ?? repository ?? null })
})

export const verifyHooksEndpoint = endpoint(verifyHooks, 'intake', async (gateway, { principal }) => {
  requireManager(principal)
  return askGitHub(gateway, hooksVerifyRequest, {})
})

export const pingHookEndpoint = endpoint(pingHook, 'intake', async (gateway, { path, principal }) => {
  requireManager(principal)
  const { known } = await askGitHub(gateway, hookPingRequest, path)
  if (!known) throw problem(404, 'hook_not_found', 'There is no hook of ours of this number.')
  return path
})

export const connectHookEndpoint = endpoint(connectHook, 'intake', async (gateway, { body, principal }) => {
  requireManager(principal)
  return askGitHub(gateway, hookConnectRequest, body)
})
