/** What a process needs of this one's environment; settings of whoever runs the tests stay outside. */
export function machineEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }) }
}
