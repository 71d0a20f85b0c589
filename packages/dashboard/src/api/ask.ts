import { addressOf } from './address-of.ts'
import { ApiProblem, problemOf } from './api-problem.ts'
import { type Answer, type Operation, operations, type Request } from './operations.ts'

/** The answer of an operation. The session's cookie goes along by itself. Throws ApiProblem. */
export async function ask<Name extends Operation>(
  name: Name,
  request: Request<Name>,
  signal?: AbortSignal,
): Promise<Answer<Name>> {
  const [method = 'GET'] = operations[name].split(' ')
  const json = request.body === undefined ? undefined : JSON.stringify(request.body)
  const answer = await send(addressOf(name, request), method, json, signal)
  return (answer.status === 204 ? {} : await answer.json()) as Answer<Name>
}

/** Any request of the same origin. Throws ApiProblem for what is no success, and when nobody answers. */
export async function send(
  address: string,
  method: string,
  json?: string,
  signal?: AbortSignal,
): Promise<Response> {
  const answer = await fetch(address, {
    method,
    headers: {
      accept: 'application/json',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: json }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new ApiProblem(
      0,
      'unreachable',
      'The gateway does not answer: is it running, and is the network up?',
      {
        cause,
      },
    )
  })
  if (answer.ok) return answer
  throw await problemOf(answer)
}
