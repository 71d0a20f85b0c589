import type { AgentPart } from './agent-work.ts'
import { appPart } from './app/app-part.ts'
import { featuresPart } from './features/features-part.ts'
import { hooksPart } from './hooks/hooks-part.ts'
import { identityPart } from './identity/identity-part.ts'
import { monitoringPart } from './monitoring/monitoring-part.ts'
import { plansPart } from './plans/plans-part.ts'
import { recoveryPart } from './recovery/recovery-part.ts'
import { syncPart } from './sync/sync-part.ts'

/** Everything that the agent does, each in a folder of its own. */
export const parts = {
  recovery: recoveryPart,
  sync: syncPart,
  hooks: hooksPart,
  identity: identityPart,
  app: appPart,
  features: featuresPart,
  plans: plansPart,
  monitoring: monitoringPart,
} as const satisfies Readonly<Record<string, AgentPart>>

export type AgentPartName = keyof typeof parts
