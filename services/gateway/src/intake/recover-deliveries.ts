import { recoveryRequest } from '@octometer/event-contracts'
import { recoverDeliveries } from '@octometer/gateway-api'
import { problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { askGitHub } from '../github/ask-github.ts'

const OFF =
  'No delivery log of GitHub is read: set OCTO_GITHUB_TOKEN or a GitHub App, and OCTO_POLL_SECONDS to other than off.'

export const recoverDeliveriesEndpoint = endpoint(
  recoverDeliveries,
  'intake',
  async (gateway, { principal }) => {
    requireEveryRepository(principal, 'Logs are read for every repository')
    const { state } = await askGitHub(gateway, recoveryRequest, {})
    if (state === 'off') throw problem(409, 'recovery_off', OFF)
    return { state }
  },
)
