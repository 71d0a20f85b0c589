import { documentedVariables, type VariableDoc } from '@octometer/config'

const TITLES: Readonly<Record<string, string>> = {
  server: 'Server',
  receiving: 'Receiving',
  access: 'Access',
  nats: 'NATS',
  clickhouse: 'ClickHouse',
  projectors: 'Projectors',
  alerts: 'Alerts',
  answers: 'Answers',
}

/** The page that documents every environment variable, one table per group. */
export function configurationPage(): string {
  const variables = documentedVariables()
  const groups = [...new Set(variables.map(({ group }) => group))]
  const tables = groups.map((group) =>
    groupTable(
      group,
      variables.filter((variable) => variable.group === group),
    ),
  )
  return `# Configuration

Everything is configured by environment variables. Every service reads the groups that it needs; standalone takes all of
them and makes what is missing. A wrong value stops the start with its name, what it was and what it may be. A variable may
also come from a file: \`<NAME>_FILE\` names it (\`OCTO_API_KEYS_FILE=/run/secrets/api-keys\`), and its last line feed does not
count. This page is generated: \`node tools/configuration-page/main.ts\`.

${tables.join('\n')}
## OpenTelemetry

\`OTEL_*\` as OpenTelemetry defines them. Nothing is exported unless \`OTEL_EXPORTER_OTLP_ENDPOINT\` or an exporter is set.
`
}

function groupTable(group: string, variables: readonly VariableDoc[]): string {
  const rows = variables.map(
    ({ name, default: preset, mayBe, description, aliases }) =>
      `| \`${name}\` | ${cell(description)}${also(aliases)} | ${cell(mayBe)} | ${preset === null || preset === '' ? '' : `\`${preset}\``} |`,
  )
  return `## ${TITLES[group] ?? group}

| variable | what it does | may be | default |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

function also(aliases: readonly string[]): string {
  return aliases.length === 0 ? '' : ` (also read as ${aliases.map((alias) => `\`${alias}\``).join(', ')})`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
