import type { Transport } from '@downsync/core'
import { deliveryOf, isSettled } from './delivery.ts'
import { limits, manifestWorks, workStatuses } from './manifest-work.ts'
import { reportOf } from './report.ts'
import { sizeOf } from './size.ts'
import { unwrap } from './unwrap.ts'
import { wrap } from './wrap.ts'

/**
 * Bundles as OCM's ManifestWorks, reports as WorkStatuses: values in, values out, total on whatever JSON stands there.
 * @example
 * const settings = { transport: ocmTransport }
 */
export const ocmTransport: Transport = {
  resource: manifestWorks,
  reports: [workStatuses],
  limits,
  sizeOf,
  wrap,
  unwrap,
  deliveryOf,
  isSettled,
  reportOf,
}
