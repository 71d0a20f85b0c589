export { startAlerter } from './alerter.ts'
