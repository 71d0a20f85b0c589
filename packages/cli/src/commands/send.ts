import { createHmac, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { CliError, wrongUsage } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { command, type Run } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { plural } from '../render/numbers.ts'
import { localStandalones, type Places } from '../server.ts'

const accepted = z.object({ delivery_id: z.string(), duplicate: z.boolean(), stream_sequence: z.int() })

export function sendCommand(run: Run) {
  return command('send', 'sign a payload and send it as GitHub would', [
    ['send push push.json', 'one of yours'],
    ['send issues issue.json --guid 6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11', 'the same delivery again'],
    ['send push - < push.json', 'from standard input'],
    ['send push push.json --profile work', 'to another server, with its secret in OCTO_WEBHOOK_SECRETS'],
  ])
    .argument('<event>', 'GitHub’s event, such as push')
    .argument('<file>', 'the payload, JSON; - for standard input')
    .option('--guid <guid>', 'its X-GitHub-Delivery; a new one unless given')
    .option('--hook-id <id>', 'the hook that it comes from', '1')
    .action((event, file, { guid = randomUUID(), hookId, ...options }) =>
      run(options, async (session) => {
        const body = file === '-' ? Buffer.from(await session.terminal.readInput()) : await payloadOf(file)
        const client = await session.client()
        const secret = await secretFor(session.places, client)
        const signature = createHmac('sha256', secret).update(body).digest('hex')
        const answer = await client.open('/webhooks/github', {
          method: 'POST',
          body,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'GitHub-Hookshot/octometer',
            'x-github-event': event,
            'x-github-delivery': guid,
            'x-github-hook-id': hookId,
            'x-hub-signature-256': `sha256=${signature}`,
          },
        })
        const text = await answer.text()
        if (session.isJson) session.printLine(text)
        else session.print(sentLines(event, body.length, acceptedOf(text), session.style))
        return undefined
      }),
    )
}

function acceptedOf(text: string): z.output<typeof accepted> {
  try {
    return accepted.parse(JSON.parse(text))
  } catch (cause) {
    const message =
      'what answered is no Octometer: see whether the address is that of ingress, and not of a proxy before it'
    throw new CliError('unknown_answer', exitCodes.broken, message, { cause })
  }
}

async function payloadOf(file: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw wrongUsage(`${file} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`)
  }
}

/** The newest of the environment, else that of a system of this project at the same address. */
async function secretFor(places: Places, { server }: Client): Promise<string> {
  const [own] = (places.env.OCTO_WEBHOOK_SECRETS ?? '').split(',')
  if (own) return own.trim()
  const local = (await localStandalones(places)).find(({ url }) => url === server.url)
  if (local?.webhookSecret) return local.webhookSecret
  throw new CliError(
    'no_secret',
    exitCodes.notAllowed,
    `the webhook secret of ${server.url} is not known here: set OCTO_WEBHOOK_SECRETS to it`,
  )
}

function sentLines(
  event: string,
  size: number,
  { delivery_id, duplicate, stream_sequence }: z.output<typeof accepted>,
  style: { readonly good: (text: string) => string; readonly faint: (text: string) => string },
): readonly string[] {
  const again = duplicate ? ', which the log knew already' : ''
  return [
    `  ${style.good('✓')} ${event} of ${plural(size, 'byte')} is on disk${again}`,
    `    ${style.faint(`delivery ${delivery_id}, position ${stream_sequence} of the log`)}`,
  ]
}
