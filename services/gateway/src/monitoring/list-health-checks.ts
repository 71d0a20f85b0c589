import { healthChecksRequest } from '@octometer/event-contracts'
import { listHealthChecks } from '@octometer/gateway-api'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { askGitHub } from '../github/ask-github.ts'

export const listHealthChecksEndpoint = endpoint(
  listHealthChecks,
  'deliveries',
  async (gateway, { principal }) => {
    requireEveryRepository(principal, 'Watched addresses are of no repository')
    return { data: (await askGitHub(gateway, healthChecksRequest, {})).checks }
  },
)
