import { useSyncExternalStore } from 'react'

const KEY = 'octometer.notify'
const listeners = new Set<() => void>()

type Choice = 'unsupported' | 'refused' | 'off' | 'on'

/** Whether this browser shows alerts outside the page: somebody's choice, and the browser's leave. */
export function useNotificationChoice(): readonly [Choice, () => Promise<void>] {
  return [useSyncExternalStore(subscribe, readChoice), toggle]
}

/** Shows it outside the page where that was chosen; nothing while the page itself is in sight. */
export function notifyOutside(title: string, body: string, tag: string): void {
  if (readChoice() === 'on' && document.hidden) new Notification(title, { body, tag })
}

function readChoice(): Choice {
  if (!('Notification' in window)) return 'unsupported'
  if (Notification.permission === 'denied') return 'refused'
  return Notification.permission === 'granted' && isWanted() ? 'on' : 'off'
}

function isWanted(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on'
  } catch {
    // Storage that is switched off: nobody was able to choose it.
    return false
  }
}

async function toggle(): Promise<void> {
  const isOn = readChoice() === 'on'
  if (!isOn) await Notification.requestPermission()
  try {
    localStorage.setItem(KEY, isOn ? 'off' : 'on')
  } finally {
    for (const listener of listeners) listener()
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
