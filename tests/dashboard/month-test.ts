import { test as base } from 'vitest'
import { startBrowserSystem } from './browser-system.ts'

/**
 * A test that shares its system and its browser with all the others of its worker. What it adds, none of them may
 * count on; who needs a system for himself starts one.
 */
export const test = base
  .extend('settings', { scope: 'worker' }, {})
  .extend('system', { scope: 'worker' }, async ({ settings }, { onCleanup }) => {
    const system = await startBrowserSystem(settings)
    onCleanup(() => system[Symbol.asyncDispose]())
    return system
  })
