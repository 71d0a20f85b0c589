import type { DoctorCheck } from '@octometer/gateway-api'
import { duration } from '../render/moment.ts'

const ODD_SECONDS = 30
const WRONG_SECONDS = 300

/** How far the server's clock is from ours; between asking and the answer it may have told any time. */
export function clockCheck(serverTime: string, askedAt: Date, answeredAt: Date): DoctorCheck {
  const name = 'clock'
  const told = Date.parse(serverTime)
  const early = Math.max(0, askedAt.getTime() - told)
  const late = Math.max(0, told - answeredAt.getTime())
  const seconds = Math.max(early, late) / 1e3
  if (seconds < ODD_SECONDS) {
    return { name, status: 'ok', summary: 'The server’s clock and this machine’s agree.', advice: null }
  }
  return {
    name,
    status: seconds < WRONG_SECONDS ? 'warn' : 'fail',
    summary: `The server’s clock is ${duration(seconds)} ${early > late ? 'behind' : 'ahead of'} this machine’s.`,
    advice:
      'Set both by NTP (timedatectl set-ntp true): receipt times, lag, tokens that expire and days that begin go by the server’s clock.',
  }
}
