import { useSyncExternalStore } from 'react'

const KEY = 'octometer.shortcuts'
const listeners = new Set<() => void>()
let isOn = readChoice()

/** Whether single keys do something: who speaks to a browser, or presses keys by accident, switches them off. */
export function useShortcutChoice(): readonly [boolean, (isOn: boolean) => void] {
  return [useSyncExternalStore(subscribe, () => isOn), choose]
}

function choose(chosen: boolean): void {
  isOn = chosen
  try {
    localStorage.setItem(KEY, chosen ? 'on' : 'off')
  } catch {
    // Storage that is switched off: the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    // Storage that is switched off: nobody was able to choose it.
    return true
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
