import { transportLaws } from '@downsync/core/testing'
import { describe, expect, it } from 'vitest'
import { foreignOptions } from './testing/bundles.ts'
import { ocmReceiver } from './testing/receiver.ts'
import { works } from './testing/works.ts'
import { ocmTransport } from './transport.ts'

const laws = transportLaws(ocmTransport, {
  receiver: ocmReceiver,
  causes: ['unknownKind', 'forbidden'],
  kept: foreignOptions,
  wrapped: works,
})

describe('the contract of a transport, kept by that of OCM', () => {
  it.each(laws.map((law) => [law.name, law] as const))('%s', (_name, { check }) => {
    expect(check).not.toThrow()
  })
})
