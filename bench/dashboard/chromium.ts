import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { connectDevTools } from './devtools.ts'
import { openTab, type Tab } from './tab.ts'

export interface Chromium extends AsyncDisposable {
  readonly version: string
  /** A tab of its own profile: nothing is in its cache, and nobody is signed in. `script` runs before those of each page. */
  newTab(script: string): Promise<Tab>
  /** The most memory that one of its tabs holds for itself, in MB of 1,000,000 bytes. */
  largestTab(): Promise<number>
}

// Without these, Chromium asks the network for things of its own.
const quiet = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
]

const size = { width: 1440, height: 900 }

const context = z.object({ browserContextId: z.string() })
const target = z.object({ targetId: z.string() })
const attached = z.object({ sessionId: z.string() })
const processes = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.int() })) })

export async function startChromium(binary: string, profile: string): Promise<Chromium> {
  const child = spawn(binary, [...quiet, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const devTools = await connectDevTools(await addressOf(child.stderr))
  const { product } = await devTools.send('Browser.getVersion')
  return {
    version: String(product),
    async newTab(script) {
      const { browserContextId } = context.parse(await devTools.send('Target.createBrowserContext'))
      const made = await devTools.send('Target.createTarget', {
        ...size,
        url: 'about:blank',
        browserContextId,
      })
      const { targetId } = target.parse(made)
      const session = attached.parse(
        await devTools.send('Target.attachToTarget', { targetId, flatten: true }),
      )
      const leave = () => devTools.send('Target.disposeBrowserContext', { browserContextId })
      return openTab((method, params) => devTools.send(method, params, session.sessionId), script, leave)
    },
    async largestTab() {
      const { processInfo } = processes.parse(await devTools.send('SystemInfo.getProcessInfo'))
      const renderers = processInfo.filter(({ type }) => type === 'renderer')
      return Math.max(0, ...(await Promise.all(renderers.map(({ id }) => ownMegabytes(id)))))
    },
    async [Symbol.asyncDispose]() {
      process.removeListener('exit', kill)
      const ended = once(child, 'exit')
      await devTools.send('Browser.close')
      await ended
      devTools[Symbol.dispose]()
    },
  }
}

function addressOf(stderr: Readable): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000)
      const [, url] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (url !== undefined) resolve(url)
    })
    stderr.on('end', () => reject(new TypeError(`Chromium ended before it could be reached: ${said}`)))
  })
}

/** What a process shares with no other: code and fonts of the browser are there once for all tabs. */
async function ownMegabytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const parts = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)]
  return (parts.reduce((sum, [, kibibytes]) => sum + Number(kibibytes), 0) * 1024) / 1e6
}
