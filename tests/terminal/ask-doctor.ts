import { runCli, type Terminal } from '@octometer/cli'

interface DoctorCheck {
  readonly name: string
  readonly status: 'ok' | 'warn' | 'fail'
  readonly summary: string
  readonly advice: string | null
}

interface Diagnosis {
  readonly exitCode: number
  readonly checks: readonly DoctorCheck[]
  /** The checks of a name that are not fine. */
  wrong(name: string): readonly DoctorCheck[]
}

/** What `octometer doctor --json` finds, in this environment alone. */
export async function askDoctor(folder: string, env: Readonly<Record<string, string>>): Promise<Diagnosis> {
  const written: string[] = []
  const terminal: Terminal = {
    ...{ isInteractive: false, isColored: false, columns: () => 80, rows: () => 24 },
    write: (text) => void written.push(text),
    writeError: (text) => void written.push(text),
    readInput: async () => '',
    readSecret: async () => '',
    listenToKeys: () => ({ [Symbol.dispose]: () => {} }),
    watchSize: () => ({ [Symbol.dispose]: () => {} }),
    ended: new AbortController().signal,
  }
  const places = { env: { ...env, XDG_CONFIG_HOME: folder }, cwd: folder, project: folder }
  const exitCode = await runCli(['doctor', '--json'], { terminal, ...places })
  const { checks }: { readonly checks: readonly DoctorCheck[] } = JSON.parse(written.join(''))
  return {
    exitCode,
    checks,
    wrong: (name) => checks.filter((each) => each.name === name && each.status !== 'ok'),
  }
}
