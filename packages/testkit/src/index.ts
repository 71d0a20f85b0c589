export { startClickHouse, startFilledClickHouse, type TestClickHouse } from './clickhouse.ts'
export { type ConvergedTables, converge } from './converged-tables.ts'
export { genuineIndexes, genuinePayload } from './genuine-payload.ts'
export {
  type GitHubSimulator,
  type GitHubSimulatorOptions,
  startGitHubSimulator,
} from './github-simulator/github-simulator.ts'
export type { LoggedAttempt } from './github-simulator/hooks/delivery-log.ts'
export { restRoutes as describedRoutes } from './github-simulator/rest/routes.ts'
export { alertOf } from './given-alert.ts'
export { type GivenDelivery, storedCommand, storedDelivery, storedSnapshot } from './given-message.ts'
export { copyKept } from './kept-folder.ts'
export { startNatsServer, type TestNatsServer, type TestNatsServerOptions } from './nats-server.ts'
export {
  type OtlpReceiver,
  type ReceivedLog,
  type ReceivedMetric,
  type ReceivedSpan,
  startOtlpReceiver,
} from './otlp-receiver.ts'
export { permutations } from './permutations.ts'
export { type ProjectionCase, type ProjectionSpec, testProjection } from './projection-laws.ts'
export type { SimulatedApiCall } from './simulator/api-usage.ts'
export { deliveryHeaders, type SimulatedDelivery } from './simulator/delivery.ts'
export { type DisturbedStep, type DisturbOptions, disturb } from './simulator/disturb.ts'
export type { Expected } from './simulator/expected.ts'
export { genuineDeliveries } from './simulator/genuine-deliveries.ts'
export { genuineCounters, genuineDeliveryCount, genuinePullRequest } from './simulator/genuine-totals.ts'
export { type CounterName, counterNames } from './simulator/oracle-counters.ts'
export type { ExpectedPullRequest } from './simulator/oracle-pull-requests.ts'
export { createRandom, type Random } from './simulator/random.ts'
export {
  simulateStream,
  simulateWorkload,
  type Workload,
  type WorkloadOptions,
} from './simulator/simulate.ts'
export type { ClientOrder, ClientsReport } from './stream-clients/messages.ts'
export { type StreamClients, startStreamClients } from './stream-clients/stream-clients.ts'
