import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { PROBLEM_TYPE, type ProblemError, problem, problemBody } from './problem.ts'

/**
 * Answers what Node's parser refused, or waited for too long, and closes the connection.
 * @param inFlight the answers that have not ended, on any connection
 */
export function answerBrokenRequest(
  error: Error & { code?: string },
  socket: Duplex,
  inFlight: Iterable<ServerResponse>,
): void {
  // After a reset, or within an answer that has begun, there is nothing to say.
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegunAnswering(socket, inFlight)) {
    socket.destroy()
    return
  }
  const answer = toAnswer(error.code)
  const body = problemBody(answer)
  socket.end(
    [
      `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
      'Connection: close',
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
}

function toAnswer(code: string | undefined): ProblemError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem(431, 'headers_too_large', 'The request line and headers are larger than 16 KiB.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem(408, 'request_timeout', 'The request did not arrive in time.')
    default:
      return problem(400, 'malformed_request', 'This is not an HTTP request that can be read.')
  }
}

function hasBegunAnswering(socket: Duplex, inFlight: Iterable<ServerResponse>): boolean {
  for (const response of inFlight) if (response.socket === socket && response.headersSent) return true
  return false
}
