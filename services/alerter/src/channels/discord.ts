import type { Notification, Target } from './channel.ts'
import { postJson } from './post-json.ts'
import { colourOf, headlineOf, linesOf } from './wording.ts'

/** A Discord webhook. */
export function discordTarget(url: string, allowedHosts: readonly string[]): Target {
  return {
    channel: 'discord',
    name: 'discord',
    takesDigest: true,
    send: (notification, signal) =>
      postJson(url, JSON.stringify(discordMessage(notification)), { allowedHosts, signal }),
  }
}

/** Discord's bounds of an embed. */
const MOST_TITLE = 256
const MOST_TEXT = 4000

function discordMessage(notification: Notification) {
  return {
    // Nobody is pinged by what stands in a title.
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: headlineOf(notification).slice(0, MOST_TITLE),
        description: linesOf(notification).join('\n').slice(0, MOST_TEXT),
        color: colourOf(notification),
      },
    ],
  }
}
