import { z } from 'zod'
import { freshness } from './answers.ts'
import { defineRoute, noParameters } from './route.ts'

export const doctorVerdicts = ['ok', 'warn', 'fail'] as const
export type DoctorVerdict = (typeof doctorVerdicts)[number]

const verdict = z
  .enum(doctorVerdicts)
  .describe(
    '`fail`: deliveries or answers are lost, wrong or missing until it is mended. `warn`: not yet, or it cannot be known.',
  )

const doctorCheck = z
  .object({
    name: z.string().describe('What was looked at, such as `log.durability`.'),
    status: verdict,
    summary: z.string().describe('How it is.'),
    advice: z.string().nullable().describe('What to do; null when nothing is to be done.'),
  })
  .meta({ id: 'DoctorCheck' })

export type DoctorCheck = z.output<typeof doctorCheck>

export const getDoctor = defineRoute({
  operationId: 'getDoctor',
  method: 'get',
  path: '/api/v1/doctor',
  role: 'viewer',
  tag: 'Operations',
  summary: 'What is wrong, and what to do',
  description:
    'Looks at the log (durability, how full its streams are), ClickHouse (version, how safely its tables write, disk space), the read models (built, how far behind), dead letters, when the newest delivery came, receivers of deliveries, and who asks GitHub (which scopes or permissions are missing, and for what). It answers 200 however bad it is: `status` is the worst of its checks.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ status: verdict, checks: z.array(doctorCheck), freshness }).meta({ id: 'Doctor' }),
  problems: [],
})
