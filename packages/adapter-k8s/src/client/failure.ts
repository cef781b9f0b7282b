import { STATUS_CODES } from 'node:http'
import { memberOf, stringAt } from '@downsync/core'
import type { ApiAnswer } from './types.ts'

/**
 * Why a request did not do what was asked, in words for people: the server's own where it sent a `Status`, else its code
 * with what the code means, or why there is no answer.
 */
export function failureText(answer: ApiAnswer): string {
  if (answer.kind === 'noAnswer') return answer.message
  const message = memberOf(answer.body, 'kind') === 'Status' ? stringAt(answer.body, 'message') : undefined
  return message === undefined || message === '' ? codeText(answer.code) : message
}

function codeText(code: number): string {
  const phrase = STATUS_CODES[code]
  return `the server answered ${code}${phrase === undefined ? '' : ` (${phrase})`}`
}
