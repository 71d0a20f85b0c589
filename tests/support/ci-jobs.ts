import { ciOf } from './ci-payloads.ts'

const jobs = ciOf({ id: 102, full_name: 'acme/jobs' })
const waste = ciOf({ id: 105, full_name: 'acme/waste' })

export const job = (id: number, run: number, created: string, attempt = 1) => ({ id, run, created, attempt })
/** Of `acme/jobs`: a run that failed and was repeated, one that passed, one that was cancelled. */
export const jobEvents = [
  jobs.run({ id: 1, started: '09:00' }, '09:03', 'failure'),
  jobs.run({ id: 1, attempt: 2, started: '09:10' }, '09:12', 'success'),
  jobs.run({ id: 2, started: '09:20' }, '09:27', 'success'),
  jobs.run({ id: 3, started: '09:30' }, '09:32', 'cancelled'),
  jobs.jobQueued(job(11, 1, '09:00')),
  jobs.jobEnded(job(11, 1, '09:00'), ['09:00:10', '09:02:10'], 'linux', 'success'),
  jobs.jobStarted(job(12, 1, '09:00'), '09:00:30', 'linux'),
  jobs.jobEnded(job(12, 1, '09:00'), ['09:00:30', '09:01:00'], 'linux', 'failure'),
  jobs.jobEnded(job(13, 1, '09:10', 2), ['09:10:20', '09:11:20'], 'linux', 'success'),
  jobs.jobEnded(job(21, 2, '09:20'), ['09:21:40', '09:26:40'], 'gpu', 'success'),
  jobs.jobEnded(job(22, 2, '09:20'), ['09:20:00', '09:20:00'], null, 'skipped'),
  jobs.jobEnded(job(31, 3, '09:30'), ['09:30:40', '09:31:25'], 'linux', 'cancelled'),
  jobs.jobEnded(job(32, 3, '09:30'), ['09:30:00', '09:32:00'], null, 'cancelled'),
]

const ranFrom = (id: number, run: number, end: string, conclusion: string, attempt = 1) =>
  waste.jobEnded(job(id, run, '08:00', attempt), ['08:00', end], 'linux', conclusion)
/** Of `acme/waste`: what makes an attempt's minutes wasted, one by one. */
export const wasteEvents = [
  waste.run({ id: 61, started: '08:00' }, '08:01', 'success'),
  waste.run({ id: 61, attempt: 2, started: '08:10' }, '08:11', 'success'),
  ranFrom(611, 61, '08:01', 'success'),
  ranFrom(612, 61, '08:01', 'success', 2),
  ranFrom(621, 62, '08:02', 'failure'),
  ranFrom(622, 62, '08:01', 'success'),
  waste.run({ id: 63, started: '08:00' }, '08:03', 'success'),
  ranFrom(631, 63, '08:03', 'failure'),
  ranFrom(641, 64, '08:04', 'success'),
  ranFrom(642, 64, '08:01', 'success', 2),
]
