import { wrongUsage } from '../cli-error.ts'
import { command, group, type Run } from '../command.ts'
import { type Profile, type Profiles, profileName, readProfiles, writeProfiles } from '../profiles.ts'
import { type Column, renderTable } from '../render/table.ts'
import { checkedUrl, profilesFile } from '../server.ts'
import type { Session } from '../session.ts'

export function profileCommand(run: Run) {
  return group('profile', 'servers by a name, with their keys, in a file that is yours alone', [
    ['profile add work --url https://octometer.example.org', 'the key is asked for'],
    ['profile use work', 'ask it unless another is named'],
  ])
    .addCommand(addCommand(run))
    .addCommand(listCommand(run))
    .addCommand(useCommand(run))
    .addCommand(removeCommand(run))
}

function addCommand(run: Run) {
  return command('add', 'add a server, or change one; the first becomes the current one', [
    ['profile add work --url https://octometer.example.org', 'the key is asked for, and not shown'],
    ['profile add work --url https://octometer.example.org < key.txt', 'the key comes from a file'],
  ])
    .argument('<name>', 'what it is called here')
    .requiredOption('--url <url>', 'where it answers')
    .action((name, { url, ...options }) =>
      run(options, async (session) => {
        if (!profileName.test(name))
          throw wrongUsage(`${name} must be a word of letters, digits, dots and dashes`)
        const file = profilesFile(session.places)
        const { current, profiles } = await readProfiles(file)
        const profile = {
          url: checkedUrl(url),
          key: (await session.terminal.readSecret('API key: ')) || null,
        }
        await writeProfiles(file, { current: current ?? name, profiles: { ...profiles, [name]: profile } })
        const without = profile.key === null ? ', without a key: set OCTO_API_KEY' : ''
        told(session, { profile: name, url: profile.url }, `${name} is ${profile.url}${without}`)
        return undefined
      }),
    )
}

interface Named extends Profile {
  readonly name: string
  readonly isCurrent: boolean
}

function listCommand(run: Run) {
  return command('list', 'every profile; keys are not shown', [
    ['profile list', 'the current one has a mark'],
  ]).action((options) =>
    run(options, async (session) => {
      const { current, profiles } = await readProfiles(profilesFile(session.places))
      const named = Object.entries(profiles).map(([name, profile]) => ({
        name,
        isCurrent: name === current,
        ...profile,
      }))
      if (session.isJson) {
        const shown = named.map(({ name, isCurrent, url, key }) => ({
          name,
          url,
          current: isCurrent,
          has_key: key !== null,
        }))
        session.printLine(JSON.stringify({ data: shown }))
      } else session.print(listLines(named, session))
      return undefined
    }),
  )
}

function listLines(named: readonly Named[], { style, width }: Session): readonly string[] {
  if (named.length === 0) return ['  There is no profile yet: octometer profile add <name> --url https://…']
  const columns: Column<Named>[] = [
    { title: '', text: ({ isCurrent }) => (isCurrent ? '●' : ''), paint: style.accent },
    { title: 'Name', text: ({ name }) => name },
    { title: 'Server', text: ({ url }) => url, least: 20 },
    { title: 'Key', text: ({ key }) => (key === null ? 'none' : 'kept') },
  ]
  return renderTable(columns, named, { style, width })
}

function useCommand(run: Run) {
  return command('use', 'ask this server unless another is named', [['profile use work', 'from now on']])
    .argument('<name>', 'which one')
    .action((name, options) =>
      run(options, async (session) => {
        const file = profilesFile(session.places)
        const profiles = await readProfiles(file)
        requireProfile(profiles, name)
        await writeProfiles(file, { ...profiles, current: name })
        told(session, { profile: name }, `${name} is asked from now on`)
        return undefined
      }),
    )
}

function removeCommand(run: Run) {
  return command('remove', 'forget a server and its key', [
    ['profile remove work', 'the key at the server stays'],
  ])
    .argument('<name>', 'which one')
    .action((name, options) =>
      run(options, async (session) => {
        const file = profilesFile(session.places)
        const { current, profiles } = await readProfiles(file)
        requireProfile({ current, profiles }, name)
        const { [name]: _, ...others } = profiles
        await writeProfiles(file, { current: current === name ? null : current, profiles: others })
        told(session, { profile: name }, `${name} is forgotten`)
        return undefined
      }),
    )
}

function requireProfile({ profiles }: Profiles, name: string): void {
  if (Object.hasOwn(profiles, name)) return
  throw wrongUsage(`there is no profile ${name}: octometer profile list`)
}

function told({ isJson, style, print, printLine }: Session, json: object, sentence: string): void {
  if (isJson) printLine(JSON.stringify(json))
  else print([`  ${style.good('✓')} ${sentence}`])
}
