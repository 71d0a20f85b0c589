export { type AlerterOptions, startAlerter } from './alerter.ts'
