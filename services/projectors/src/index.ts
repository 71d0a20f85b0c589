export type { ProjectorsDependencies } from './projection-context.ts'
export { projections } from './projections.ts'
export type { RunningProjection } from './run-projection.ts'
export { type ProjectorsService, startProjectors } from './service.ts'
