import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

export interface Tab extends AsyncDisposable {
  goTo(url: string): Promise<void>
  /** The value of an expression in the page, promises awaited. */
  evaluate<T>(expression: string, value: z.ZodType<T>): Promise<T>
  /** Waits until an expression is true in the page; throws with the expression when it does not become so. */
  until(expression: string): Promise<void>
  /** Turns the wheel over the middle of the element that this expression gives. */
  wheel(element: string, pixels: number): Promise<void>
  press(element: string): Promise<void>
  write(text: string): Promise<void>
  key(name: string): Promise<void>
  /** Empties the cache of files that were fetched. */
  forgetFiles(): Promise<void>
  /** What scripts hold once garbage is collected, in MB of 1,000,000 bytes. */
  heapMegabytes(): Promise<number>
}

type Send = (method: string, params?: object) => Promise<Readonly<Record<string, unknown>>>

const evaluated = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.object({ text: z.string() }).loose().optional(),
})
const metrics = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) })
const point = z.object({ x: z.number(), y: z.number() })

const PATIENCE_MS = 30_000
const LOOK_MS = 20

class PageError extends Error {
  override readonly name = 'PageError'
  readonly code = 'page'
}

/** The first element that a selector finds, and the first whose text begins so: expressions for a tab. */
export const found = (selector: string) => `document.querySelector(${JSON.stringify(selector)})`
export const named = (selector: string, text: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].find((each) => each.textContent.startsWith(${JSON.stringify(text)}))`

/** A tab that is there, through its own session of the protocol. */
export async function openTab(send: Send, script: string, leave: () => Promise<unknown>): Promise<Tab> {
  await send('Page.enable')
  await send('Performance.enable')
  await send('Page.addScriptToEvaluateOnNewDocument', { source: script })
  const evaluate = async <T>(expression: string, value: z.ZodType<T>): Promise<T> => {
    const asked = { expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = evaluated.parse(await send('Runtime.evaluate', asked))
    if (exceptionDetails !== undefined)
      throw new PageError(`${expression}: ${JSON.stringify(exceptionDetails)}`)
    return value.parse(result.value)
  }
  const until = (expression: string) =>
    reached(() => evaluate(`Boolean(${expression})`, z.boolean()), expression)
  const middleOf = async (element: string) => {
    await until(element)
    const middle = `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))((${element}).getBoundingClientRect())`
    return evaluate(middle, point)
  }
  return {
    evaluate,
    until,
    async goTo(url) {
      await send('Page.navigate', { url })
    },
    async wheel(element, pixels) {
      const at = await middleOf(element)
      await send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY: pixels })
    },
    async press(element) {
      const at = { ...(await middleOf(element)), button: 'left', clickCount: 1 }
      await send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at })
      await send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at })
    },
    async write(text) {
      await send('Input.insertText', { text })
    },
    async key(name) {
      for (const type of ['keyDown', 'keyUp']) await send('Input.dispatchKeyEvent', { type, key: name })
    },
    async forgetFiles() {
      await send('Network.clearBrowserCache')
    },
    async heapMegabytes() {
      await send('HeapProfiler.collectGarbage')
      const told = metrics.parse(await send('Performance.getMetrics'))
      const used = told.metrics.find(({ name }) => name === 'JSHeapUsedSize')
      return (used?.value ?? Number.NaN) / 1e6
    },
    async [Symbol.asyncDispose]() {
      await leave()
    },
  }
}

async function reached(look: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  // While a page is being left nothing can be asked of it.
  while (!(await look().catch(() => false))) {
    if (performance.now() > deadline) throw new PageError(`it did not become so: ${what}`)
    await sleep(LOOK_MS)
  }
}
