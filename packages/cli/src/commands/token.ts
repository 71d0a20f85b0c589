import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Option } from '@commander-js/extra-typings'
import type { Environment } from '@octometer/config'
import { apiRoles } from '@octometer/gateway-api'
import { CliError, wrongUsage } from '../cli-error.ts'
import { collect, command, momentAhead, type Run } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { absolute } from '../render/moment.ts'

/** Of a key or a token. */
export function roleOption() {
  return new Option('--role <role>', 'what it may do').choices(apiRoles).default('viewer' as const)
}

export function tokenCommand(run: Run) {
  return command('token', 'sign a token with OCTO_JWT_SECRET; no server is asked', [
    ['keys token alice', 'a viewer’s, for twelve hours'],
    ['keys token ci --role operator --repository acme/api --expires 7d', 'of one repository, for a week'],
    ['keys token alice > token.txt', 'in a pipe it is the token alone'],
  ])
    .argument('<name>', 'whom it is for: its `sub`')
    .addOption(roleOption())
    .option('-r, --repository <owner/name>', 'it shows this one alone; may be repeated', collect)
    .option('--expires <when>', 'it cannot be taken back before then', '12h')
    .action((name, { role, repository, expires, ...options }) =>
      run(options, async ({ places, isJson, terminal, style, printLine, print }) => {
        const ends = momentAhead(expires)
        if (Date.parse(ends) <= Date.now()) throw wrongUsage(`${expires} is over: it must be a time to come`)
        const claims = { sub: name, role, repositories: repository ?? null }
        const token = signed(await secretOf(places.env), {
          ...claims,
          exp: Math.floor(Date.parse(ends) / 1e3),
        })
        if (isJson) printLine(JSON.stringify({ token, ...claims, expires_at: ends }))
        else if (!terminal.isInteractive) printLine(token)
        else
          print([`  ${token}`, `  ${style.faint(`For ${name}, as ${role}, until ${absolute(ends)} UTC.`)}`])
        return undefined
      }),
    )
}

/** Of the environment, or of the file that it names. Throws CliError. */
async function secretOf({
  OCTO_JWT_SECRET: given,
  OCTO_JWT_SECRET_FILE: file,
}: Environment): Promise<string> {
  const secret = given || (file ? (await readFile(file, 'utf8').catch(unreadable)).trim() : '')
  if (secret === '') {
    throw wrongUsage(
      'tokens are signed with the gateway’s own secret: set OCTO_JWT_SECRET or OCTO_JWT_SECRET_FILE',
    )
  }
  return secret
}

function unreadable(cause: unknown): never {
  const message = 'the file that OCTO_JWT_SECRET_FILE names cannot be read'
  throw new CliError('secret_unreadable', exitCodes.wrongUsage, message, { cause })
}

/** A JSON web token by HMAC-SHA256 (RFC 7515, 7518), as `OCTO_JWT_SECRET` verifies it. */
function signed(secret: string, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, iat: Math.floor(Date.now() / 1e3) })}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
