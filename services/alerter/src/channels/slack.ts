import type { Notification, Target } from './channel.ts'
import { postJson } from './post-json.ts'
import { colourOf, headlineOf, linesOf } from './wording.ts'

/** A Slack incoming webhook. */
export function slackTarget(url: string, allowedHosts: readonly string[]): Target {
  return {
    channel: 'slack',
    name: 'slack',
    takesDigest: true,
    send: (notification, signal) =>
      postJson(url, JSON.stringify(slackMessage(notification)), { allowedHosts, signal }),
  }
}

/** Slack takes at most 3,000 characters of text in a block. */
const MOST = 2900

function slackMessage(notification: Notification) {
  const headline = escaped(headlineOf(notification))
  const text = escaped(linesOf(notification).join('\n')).slice(0, MOST)
  return {
    text: headline,
    attachments: [
      {
        color: `#${colourOf(notification).toString(16).padStart(6, '0')}`,
        blocks: [
          { type: 'section', text: { type: 'mrkdwn', text: `*${headline}*` } },
          { type: 'section', text: { type: 'mrkdwn', text } },
        ],
      },
    ],
  }
}

/** The three characters that Slack gives a meaning: a title must not ping a channel. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
