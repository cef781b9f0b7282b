import type { ServerResponse } from 'node:http'
import { type Json, type JsonObject, memberOf, stringifyJson } from '@downsync/core'
import { type Failure, statusOf } from '../status/index.ts'
import { type Pace, sinkOf } from './sink.ts'

/** What is answered, before it goes out. */
export type Answer = Readonly<{
  code: number
  body: Json | string
  contentType?: string
  warnings?: readonly string[]
}>

export function failureAnswer(failure: Failure): Answer {
  return { code: failure.code, body: statusOf(failure) }
}

/** A success without an object: a Status that says so. */
export function successStatus(details: JsonObject): Answer {
  return {
    code: 200,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details },
  }
}

export function sendAnswer(response: ServerResponse, answer: Answer, pace?: Pace): void {
  const isText = typeof answer.body === 'string'
  const type = answer.contentType ?? (isText ? 'text/plain; charset=utf-8' : 'application/json')
  response.setHeader('content-type', type)
  response.setHeader('cache-control', 'no-cache, private')
  for (const warning of answer.warnings ?? [])
    response.appendHeader('warning', `299 - ${JSON.stringify(warning)}`)
  const wait =
    typeof answer.body === 'string'
      ? undefined
      : memberOf(memberOf(answer.body, 'details'), 'retryAfterSeconds')
  if (typeof wait === 'number') response.setHeader('retry-after', String(wait))
  response.writeHead(answer.code)
  const text = typeof answer.body === 'string' ? answer.body : `${stringifyJson(answer.body)}\n`
  sinkOf(response, pace).end(text)
}
