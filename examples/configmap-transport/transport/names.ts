import type { Transport } from '@downsync/core'

/** Wrapped objects and records are ConfigMaps of a WEC's mailbox. */
export const configMaps = {
  group: '',
  version: 'v1',
  resource: 'configmaps',
  kind: 'ConfigMap',
} as const satisfies Transport['resource']

/** On a record: that it is one. */
export const RECORD_LABEL = 'configmap-transport.downsync/record'
/** Where the record stands in a ConfigMap's data. */
export const RECORD = 'record'

/** Entries of a wrapped object's data that begin so are items; its receiver's word stands in `WORDS`; all else is others'. */
export const ITEM = 'item_'
export const WORDS = 'deliveries'
