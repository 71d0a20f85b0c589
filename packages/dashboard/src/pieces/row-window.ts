import { type RefObject, useEffect, useState } from 'react'

/** Every row of a table is as high as `--row` says: 2.25 rem. */
export const ROW_PX = 36
const OVERSCAN = 12
/** The window moves by so many rows at once: most scrolling draws nothing anew. */
const STEP = 6
/** Before the table is laid out. */
const AT_FIRST = 40

export interface RowWindow {
  /** The first row that exists, and the one after the last. */
  readonly from: number
  readonly to: number
}

/** Which of so many rows are near what is seen of their table. It costs the same for a hundred rows and for a million. */
export function useRowWindow(scroll: RefObject<HTMLElement | null>, count: number): RowWindow {
  const [{ from, to }, setSeen] = useState<RowWindow>({ from: 0, to: AT_FIRST })
  useEffect(() => {
    const element = scroll.current
    if (element === null) return
    const look = () =>
      setSeen((before) => {
        const seen = windowAt(element.scrollTop, element.clientHeight)
        return seen.from === before.from && seen.to === before.to ? before : seen
      })
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroll])
  // A list may have become shorter than what was seen of it; the browser scrolls back by itself.
  const end = Math.min(to, count)
  return { from: Math.min(from, Math.max(0, end - (to - from))), to: end }
}

/** The rows around a place of the scroll bar, by whole steps. */
export function windowAt(scrollTop: number, height: number): RowWindow {
  const first = Math.floor(scrollTop / ROW_PX / STEP) * STEP
  return { from: Math.max(0, first - OVERSCAN), to: first + Math.ceil(height / ROW_PX) + STEP + OVERSCAN }
}
