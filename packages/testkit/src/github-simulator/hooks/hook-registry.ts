import type { SimulatedClock } from '../clock.ts'
import { createDeliveryLog } from './delivery-log.ts'
import type { HookOptions, HookOwner, HookState } from './hook-state.ts'

export interface HookRegistry {
  readonly hooks: Map<number, HookState>
  create(owner: HookOwner, options: HookOptions): HookState
  of(owner: HookOwner): readonly HookState[]
}

export function createHookRegistry(clock: SimulatedClock, retention: number): HookRegistry {
  const hooks = new Map<number, HookState>()
  let last = 300_000_000
  return {
    hooks,
    of: (owner) => [...hooks.values()].filter((hook) => isOwner(hook.owner, owner)),
    create(owner, options) {
      last += 1
      const hook: HookState = {
        id: last,
        owner,
        url: options.url,
        secret: options.secret ?? null,
        contentType: options.contentType ?? 'json',
        insecureSsl: options.insecureSsl ?? '0',
        events: options.events ?? ['push'],
        active: options.active ?? true,
        createdAt: clock.now(),
        updatedAt: clock.now(),
        lastResponse: { code: null, status: 'unused', message: null },
        log: createDeliveryLog(clock, retention),
      }
      hooks.set(hook.id, hook)
      return hook
    },
  }
}

function isOwner(one: HookOwner, other: HookOwner): boolean {
  if (one.kind === 'organization' || other.kind === 'organization')
    return one.kind === other.kind && loginOf(one) === loginOf(other)
  return one.kind === other.kind && one.id === other.id
}

function loginOf(owner: HookOwner): string {
  return owner.kind === 'organization' ? owner.login.toLowerCase() : ''
}
