import { type SeedRow, type Seeds, type State, states, themes } from './seeds.ts'

const WORDS: Readonly<Record<State, string>> = { shown: 'shown', part: 'in part', open: 'open' }

/** The page that says of every promise of the seeds where it stands and which tests show it. */
export function renderSeedsPage({ finished, rows }: Seeds): string {
  const counts = themes.map((theme) => {
    const own = rows.filter((row) => row.theme === theme)
    const cells = states.map((state) => countOf(own, state))
    return `| ${theme}${finished.includes(theme) ? ' (finished)' : ''} | ${[own.length, ...cells].join(' | ')} |`
  })
  const sections = [...Map.groupBy(rows, sectionOf)].map(([section, own]) => renderSection(section, own))
  return `# What the seeds promise

Five systems, numbered 000 to 004, are the seeds of Octometer. This page holds every promise that they make, and the tests
that show it kept. It is generated from \`docs/seeds.json\`: \`node tools/seeds/main.ts\`. A promise of a theme that is finished
has a test, and \`.ci/run\` fails when one of these tests did not run or did not pass.

| theme | promises | shown | in part | open |
| --- | --- | --- | --- | --- |
${counts.join('\n')}

${sections.join('\n')}`
}

const countOf = (rows: readonly SeedRow[], state: State) => rows.filter((row) => row.state === state).length
const sectionOf = ({ id, section }: SeedRow) => `${id.split('/')[0]} ${section}`

function renderSection(title: string, rows: readonly SeedRow[]): string {
  const lines = rows.map(({ id, seeds, feature, promise, remark, theme, state, tests }) => {
    const said = remark === undefined ? promise : `${promise} _${remark}_`
    const cells = [`\`${id}\``, seeds.join(' '), `**${feature}** ${said}`, theme, WORDS[state]]
    return `| ${[...cells, tests.map((test) => `\`${test}\``).join('<br>')].map(escapeBars).join(' | ')} |`
  })
  return `## ${title}

| id | seeds | promise | theme | state | tests |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`
}

function escapeBars(text: string): string {
  return text.replaceAll('|', '\\|')
}
