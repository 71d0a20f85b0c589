import { hookConnectionRequest, identityRequest } from '@octometer/event-contracts'
import { getConnection } from '@octometer/gateway-api'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { askGitHub } from '../github/ask-github.ts'

export const getConnectionEndpoint = endpoint(getConnection, 'intake', async (gateway, { principal }) => {
  requireEveryRepository(principal, 'Who asks GitHub does so for every repository')
  const [connection, { identities }] = await Promise.all([
    askGitHub(gateway, hookConnectionRequest, {}),
    askGitHub(gateway, identityRequest, {}),
  ])
  return {
    ...connection,
    identities: identities.map(({ credential, name, suspended, expires_at, features, problem }) => ({
      ...{ credential, name, suspended, expires_at, problem },
      features: features.map(({ feature, allowed, missing }) => ({ feature, allowed, missing })),
    })),
  }
})
