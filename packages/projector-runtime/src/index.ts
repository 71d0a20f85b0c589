export { codeOf, consumerOf, generationOf } from './generation.ts'
export { ProjectorStoppedError } from './persist.ts'
export { projectAndWrite } from './project-batch.ts'
export { type ProjectedMessage, projectMessage } from './project-message.ts'
export {
  type Handles,
  ignored,
  type Outcome,
  type Projection,
  type ProjectionInput,
  type ProjectionSettings,
  projected,
  type Row,
  type RowsByTable,
  rejected,
} from './projection.ts'
export { type Projector, type ProjectorOptions, startProjector } from './projector.ts'
export { type GenerationPlan, type RebuildReport, rebuild } from './rebuild.ts'
export { createSharedDecoder, type DecodeMessage } from './shared-decoder.ts'
export type {
  BatchLimits,
  DeadLetterRecord,
  Journal,
  MessageBatch,
  MessageSource,
  OutcomeRecord,
  ProjectionTables,
} from './stores.ts'
export type { Step } from './write-batch.ts'
