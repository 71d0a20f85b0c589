import type { AgentPart } from './agent-work.ts'
import { recoveryPart } from './recovery/recovery-part.ts'
import { syncPart } from './sync/sync-part.ts'

/** Everything that the agent does, each in a folder of its own. */
export const parts: readonly AgentPart[] = [recoveryPart, syncPart]
