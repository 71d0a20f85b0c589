import type { Endpoint } from '../answer-route.ts'
import { seed000Endpoints } from './seed-000.ts'
import { seed001Endpoints } from './seed-001.ts'
import { seed002Endpoints } from './seed-002.ts'
import { seed003Endpoints } from './seed-003.ts'

/** What answers on the paths of the seed systems. A new seed is added here by hand. */
export const compatEndpoints: readonly Endpoint[] = [
  ...seed000Endpoints,
  ...seed001Endpoints,
  ...seed002Endpoints,
  ...seed003Endpoints,
]
