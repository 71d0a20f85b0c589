export { type ConvergedTables, converge } from './converged-tables.ts'
export { genuineIndexes, genuinePayload } from './genuine-payload.ts'
export { type GivenDelivery, storedDelivery } from './given-message.ts'
export { type ProjectionCase, type ProjectionSpec, testProjection } from './projection-laws.ts'
