import type { AccountKind } from '@octometer/gateway-api'

/** Accounts under which coding agents work, without `[bot]`. A new one is added here. */
export const AI_AGENTS: ReadonlySet<string> = new Set([
  'amazon-q-developer',
  'chatgpt-codex-connector',
  'claude',
  'coderabbitai',
  'codex',
  'copilot',
  'copilot-pull-request-reviewer',
  'copilot-swe-agent',
  'cursor',
  'cursoragent',
  'devin-ai-integration',
  'ellipsis-dev',
  'gemini-code-assist',
  'google-labs-jules',
  'greptile-apps',
  'openhands-agent',
  'qodo-merge-pro',
  'sourcery-ai',
  'sweep-ai',
])

const MARK = '[bot]'

/** What an account is: by the list of agents, by GitHub's type, by its name, or because `bots` names it. */
export function accountKind(login: string, accountType: string, bots: readonly string[]): AccountKind {
  const name = login.toLowerCase()
  const bare = name.endsWith(MARK) ? name.slice(0, -MARK.length) : name
  if (AI_AGENTS.has(bare)) return 'ai_agent'
  const isNamed = bots.some((bot) => bot.toLowerCase() === name)
  return accountType === 'Bot' || name.endsWith(MARK) || isNamed ? 'bot' : 'person'
}
