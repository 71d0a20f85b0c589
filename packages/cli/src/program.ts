import { readFileSync } from 'node:fs'
import { Command } from '@commander-js/extra-typings'
import { z } from 'zod'
import type { Run } from './command.ts'
import { alertsCommand } from './commands/alerts.ts'
import { auditCommand } from './commands/audit.ts'
import { backupCommand } from './commands/backup.ts'
import { badgeCommand } from './commands/badge.ts'
import { completionCommand } from './commands/completion.ts'
import { connectCommand } from './commands/connect.ts'
import { countersCommand } from './commands/counters.ts'
import { deadLettersCommand } from './commands/dead-letters.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { eraseCommand } from './commands/erase.ts'
import { exportCommand } from './commands/export.ts'
import { hooksCommand } from './commands/hooks.ts'
import { importCommand } from './commands/import.ts'
import { keysCommand } from './commands/keys.ts'
import { migrateCommand } from './commands/migrate.ts'
import { profileCommand } from './commands/profile.ts'
import { pullRequestCommand } from './commands/pull-request.ts'
import { rebuildCommand } from './commands/rebuild.ts'
import { replayCommand } from './commands/replay.ts'
import { restoreCommand } from './commands/restore.ts'
import { sendCommand } from './commands/send.ts'
import { sqlCommand } from './commands/sql.ts'
import { statusCommand } from './commands/status.ts'
import { syncCommand } from './commands/sync.ts'
import { tailCommand } from './commands/tail.ts'
import { topCommand } from './commands/top.ts'
import { trendCommand } from './commands/trend.ts'

const manifest = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))

/** The tree of commands: what is parsed, what the help shows, what completion is made of. */
export function createProgram(run: Run) {
  const program = new Command('octometer')
    .description('Telemetry for GitHub: a number you can trust, and prove.')
    .version(manifest.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    // What stands behind a command is that command's: `import` and `import gharchive` both have --json.
    .enablePositionalOptions()
    .addHelpText('after', FOOT)
  program
    .commandsGroup('Ask:')
    .addCommand(statusCommand(run))
    .addCommand(countersCommand(run))
    .addCommand(trendCommand(run))
    .addCommand(pullRequestCommand(run))
    .addCommand(sqlCommand(run))
    .addCommand(badgeCommand(run))
    .commandsGroup('Watch:')
    .addCommand(topCommand(run))
    .addCommand(tailCommand(run))
    .commandsGroup('GitHub:')
    .addCommand(connectCommand(run))
    .addCommand(hooksCommand(run))
    .addCommand(syncCommand(run))
    .addCommand(sendCommand(run))
    .commandsGroup('Look after it:')
    .addCommand(doctorCommand(run))
    .addCommand(alertsCommand(run))
    .addCommand(deadLettersCommand(run))
    .addCommand(replayCommand(run))
    .addCommand(rebuildCommand(run))
    .addCommand(backupCommand(run))
    .addCommand(restoreCommand(run))
    .addCommand(exportCommand(run))
    .addCommand(importCommand(run))
    .addCommand(migrateCommand(run))
    .addCommand(keysCommand(run))
    .addCommand(auditCommand(run))
    .addCommand(eraseCommand(run))
    .commandsGroup('This machine:')
    .addCommand(demoCommand(run))
    .addCommand(profileCommand(run))
    .addCommand(completionCommand(run, () => program))
  return program
}

const FOOT = `
Which server: --profile, else OCTO_URL, else the current profile, else the one
that \`npm start\` or \`npm run demo\` runs here. The key: OCTO_API_KEY, else the
profile’s or that server’s own. A key is never an argument.

Every command has --help with examples, and --json.
Documentation: docs/how-to/use-the-terminal.md
`
