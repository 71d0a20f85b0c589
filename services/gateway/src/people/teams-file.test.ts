import { expect, test } from 'vitest'
import { parseTeams, readTeamsFile, TeamsFileError } from './teams-file.ts'

test('maintainers and teams of each repository', () => {
  const text = 'acme/api:\n  maintainers: [ada]\n  core: [ada, mona]\n  web: [grace]\nacme/web: {}\n'
  expect(parseTeams(text)).toEqual([
    {
      repository: 'acme/api',
      maintainers: ['ada'],
      teams: [
        { name: 'core', members: ['ada', 'mona'] },
        { name: 'web', members: ['grace'] },
      ],
    },
    { repository: 'acme/web', maintainers: [], teams: [] },
  ])
})

test('an empty file knows nobody', () => {
  expect(parseTeams('')).toEqual([])
  expect(parseTeams('# nobody yet\n')).toEqual([])
})

test.each([
  ['a person in two teams', 'acme/api:\n  core: [Ada]\n  web: [ada]\n', 'ada is in the teams core and web'],
  ['a name without owner', 'api:\n  core: [ada]\n', 'api must be as in'],
  ['a list of repositories', '- acme/api\n', 'the file must be as in'],
  ['a team that is no list', 'acme/api:\n  core: ada\n', 'acme/api → core must be as in'],
  ['a member that is no text', 'acme/api:\n  core: [1]\n', 'acme/api → core → 0 must be as in'],
  ['what is no YAML', 'acme/api: [', 'is no YAML'],
])('%s is refused', (_what, text, says) => {
  expect(() => parseTeams(text)).toThrow(TeamsFileError)
  expect(() => parseTeams(text)).toThrow(says)
})

test('a file that is not there stops the start, by its variable', () => {
  expect(() => readTeamsFile('/nowhere/teams.yaml')).toThrow('OCTO_TEAMS_FILE is /nowhere/teams.yaml')
})
