import Router from '@koa/router'
import type { Authenticator, RequestState } from '@octometer/service-kit'
import type { Logger } from '@octometer/telemetry'
import type Koa from 'koa'
import { type DeliveryPath, octometerPath } from './answers.ts'
import { type ApiCallsDependencies, receiveApiCalls } from './api-calls.ts'
import { deliveryAccepted, deliveryFailed, deliveryRefused, uploadAborted } from './events.ts'
import { type ImportDependencies, receiveImport } from './import-log.ts'
import type { Receive } from './receive.ts'
import { DeliveryRefusedError, UploadAbortedError } from './refusal.ts'
import { seedPaths } from './seed-answers.ts'

export interface RouteDependencies {
  readonly logger: Logger
  readonly receive: Receive
  readonly apiCalls: ApiCallsDependencies
  readonly imports: ImportDependencies
  readonly authenticator: Authenticator
  /** Writes down who reports API calls. */
  readonly audited: Koa.Middleware<RequestState>
}

const API_CALLS_PATH = '/api/v1/api-calls'
const IMPORT_PATH = '/api/v1/import'

/** Every path that ingress serves, each by POST alone: what a front door sends here, and nothing else. */
export const ingressPaths: readonly string[] = [
  ...[octometerPath, ...seedPaths].map(({ path }) => path),
  API_CALLS_PATH,
  IMPORT_PATH,
]

/** nginx's status for a client that has gone: only the span sees it, and takes it for no 404. */
const CLIENT_CLOSED_REQUEST = 499

/** Ingress's routes: deliveries on our path and on the seeds', and API calls. */
export function ingressRouter(dependencies: RouteDependencies): Router<RequestState> {
  // One spelling per path: what a proxy lets through is what is served.
  const router = new Router<RequestState>({ sensitive: true, strict: true })
  for (const path of [octometerPath, ...seedPaths]) {
    router.post(path.path, receiveDelivery(path, dependencies))
  }
  router.post(
    API_CALLS_PATH,
    dependencies.audited,
    dependencies.authenticator.requireRole('operator'),
    receiveApiCalls(dependencies.apiCalls),
  )
  router.post(
    IMPORT_PATH,
    dependencies.authenticator.requireRole('admin'),
    receiveImport(dependencies.imports),
  )
  return router
}

function receiveDelivery(
  path: DeliveryPath,
  { receive, logger }: RouteDependencies,
): Koa.Middleware<RequestState> {
  return async (ctx) => {
    const { clientAddress } = ctx.state
    const startedAt = performance.now()
    try {
      const { metadata, bytes, receipt, answer } = await receive(ctx.req, clientAddress, path)
      const { guid, event } = metadata
      const { sequence, duplicate } = receipt
      const seconds = (performance.now() - startedAt) / 1e3
      deliveryAccepted(logger, { guid, event, bytes, sequence, duplicate, seconds })
      ctx.status = answer.status
      ctx.body = answer.body
    } catch (error) {
      if (error instanceof UploadAbortedError) {
        uploadAborted(ctx.state.logger, clientAddress)
        ctx.status = CLIENT_CLOSED_REQUEST
      } else if (error instanceof DeliveryRefusedError) {
        deliveryRefused(ctx.state.logger, error, clientAddress)
        throw path.refuse(error, clientAddress)
      } else {
        deliveryFailed()
        throw error
      }
    }
  }
}
