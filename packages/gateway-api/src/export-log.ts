import { z } from 'zod'
import { logFileFooter, logFileHeader, logFileLine } from './log-file.ts'
import { defineRoute, noParameters } from './route.ts'

export const exportLog = defineRoute({
  operationId: 'exportLog',
  method: 'get',
  path: '/api/v1/export',
  role: 'admin',
  tag: 'Operations',
  summary: 'The whole log as a file',
  description:
    'Every delivery, command, snapshot and API call that the log and the archive hold, one JSON object a line: a header, the messages, a footer with their number and a checksum. An answer without a footer broke off. `POST /api/v1/import` takes it back: see docs/how-to/export-and-import.md. Alerts are no part of it: who reads the log decides them anew.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  mediaType: 'application/x-ndjson',
  answer: z.union([logFileHeader, logFileLine, logFileFooter]).meta({ id: 'LogFileEntry' }),
  problems: [],
})
