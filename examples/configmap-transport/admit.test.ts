import { type ApiAnswer, realEnvironment, type SpaceClient } from '@downsync/adapter-k8s'
import { describe, expect, it } from 'vitest'
import { admit } from './admit.ts'

const answerOf = (code: number): ApiAnswer => ({
  kind: 'answer',
  code,
  body: { kind: 'Status', message: String(code) },
})

/** Admission at a server that answers so, one code after the other and then 200; and how often it was asked. */
async function admitted(codes: readonly number[]) {
  let asked = 0
  const its: SpaceClient = {
    server: 'https://its.example.com',
    request: () => Promise.resolve(answerOf(codes[asked++] ?? 200)),
    watch: () => Promise.resolve({ kind: 'ended' }),
    close: () => undefined,
  }
  const environment = { ...realEnvironment, sleep: () => Promise.resolve() }
  const result = await admit({ its, wecName: 'wec1', environment, signal: new AbortController().signal })
  return { ok: result.ok, asked }
}

describe('the rights of an agent in its mailbox', () => {
  it('are a role and who has it', async () => {
    expect(await admitted([])).toEqual({ ok: true, asked: 2 })
  })

  it('P-6 are asked for again while the ITS fails: an agent does not end for that', async () => {
    expect(await admitted([500, 503, 200, 429])).toEqual({ ok: true, asked: 5 })
  })

  it('P-6b are not asked for again where they are refused', async () => {
    expect(await admitted([403])).toEqual({ ok: false, asked: 1 })
  })
})
