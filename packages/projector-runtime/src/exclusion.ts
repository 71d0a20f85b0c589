import type { LogMessage } from '@octometer/event-contracts'
import type { ProjectionSettings } from './projection.ts'

const NONE: readonly string[] = []

/** Why a delivery is left out by the settings; null when it is not. Commands and API calls never are. */
export function exclusionOf(
  message: LogMessage,
  { include = NONE, exclude = NONE }: ProjectionSettings,
): string | null {
  if (message.kind !== 'delivery' || include.length + exclude.length === 0) return null
  const { event, repository } = message.delivery
  const isOf = (entry: string) =>
    isRepository(entry) ? repository !== null && matches(entry, repository.fullName) : matches(entry, event)
  const excluding = exclude.find(isOf)
  if (excluding !== undefined) return `excluded by ${excluding}`
  for (const [kind, what] of KINDS) {
    const entries = include.filter((entry) => isRepository(entry) === kind)
    if (entries.length > 0 && !entries.some(isOf)) return `its ${what} is not included`
  }
  return null
}

const KINDS = [
  [true, 'repository'],
  [false, 'event'],
] as const

function isRepository(entry: string): boolean {
  return entry.includes('/')
}

const compiled = new Map<string, RegExp>()

/** Without case, as GitHub compares names; `*` stands for anything within them. */
function matches(entry: string, name: string): boolean {
  const known = compiled.get(entry) ?? compile(entry)
  compiled.set(entry, known)
  return known.test(name)
}

function compile(entry: string): RegExp {
  const parts = entry.split('*').map((part) => part.replaceAll(/[.[\]\\^$+?(){}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^/]*')}$`, 'i')
}
