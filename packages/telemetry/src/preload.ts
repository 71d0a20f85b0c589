// Loaded by `node --import @octometer/telemetry/preload`, before the program makes its first instrument.
import { basename, dirname } from 'node:path'
import { shutdownTelemetry, startTelemetry } from './sdk.ts'

await startTelemetry({ serviceName: serviceNameOf(process.argv[1]), environment: process.env })
process.once('beforeExit', () => void shutdownTelemetry())

/** `services/ingress/src/main.ts` → `octometer-ingress`. */
function serviceNameOf(program: string | undefined): string {
  const room = program ? basename(dirname(dirname(program))) : ''
  return room ? `octometer-${room}` : 'octometer'
}
