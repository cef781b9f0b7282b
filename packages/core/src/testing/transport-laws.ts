import type { Transport } from '../transport/index.ts'
import { deliveryLaws } from './delivery-laws.ts'
import type { TransportLaw } from './law.ts'
import { readingLaws } from './reading-laws.ts'
import { reportLaws } from './report-laws.ts'
import { sizeLaws } from './size-laws.ts'
import type { TransportFacts } from './world.ts'
import { wrappingLaws } from './wrapping-laws.ts'

/**
 * The contract of a transport, executable: every law is a property that says what core relies on. They need no test runner.
 *
 * @param facts what the laws cannot know of a transport. Without its `receiver` there are no laws on what comes back from WECs, so a
 * transport that is to be used gives it
 *
 * @example
 * for (const { name, check } of transportLaws(myTransport, { receiver })) it(name, () => check())
 */
export function transportLaws(transport: Transport, facts: TransportFacts = {}): readonly TransportLaw[] {
  return [
    ...wrappingLaws(transport, facts),
    ...readingLaws(transport, facts),
    ...sizeLaws(transport, facts),
    ...deliveryLaws(transport, facts),
    ...reportLaws(transport, facts),
  ]
}
