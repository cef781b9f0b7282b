import type { Transport } from '@downsync/core'
import { configMaps } from './names.ts'
import { reportOf } from './record.ts'
import { BYTES, sizeOf } from './size.ts'
import { unwrap } from './unwrap.ts'
import { deliveryOf, isSettled } from './words.ts'
import { wrap } from './wrap.ts'

/**
 * Bundles as plain ConfigMaps, for an ITS in which nothing is installed but inventory: an entry for each object, what the agent says of
 * them beside them, and a ConfigMap more for each object whose state is reported.
 */
export const configMapTransport: Transport = {
  resource: configMaps,
  reports: [configMaps],
  limits: { bytes: BYTES, nameLength: 253 },
  sizeOf,
  wrap,
  unwrap,
  deliveryOf,
  isSettled,
  reportOf,
}
