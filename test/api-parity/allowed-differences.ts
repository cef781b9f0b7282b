import type { AllowedDifference } from './allowed-difference.ts'

/**
 * Every difference between an embedded space and a real kube-apiserver that is known and may be, and no others: one that is
 * not listed fails, and so does one that is listed and is none any more.
 */
export const allowedDifferences: readonly AllowedDifference[] = [
  {
    reason:
      'Discovery and version tell of this server: fewer groups, resources and subresources, no storage hashes, verbs in one order.',
    in: {
      'discovery/documents': '03 04 05 08 09 10 15 16 17',
      'rights/refusals': '20 21',
      'rights/custom resources': '05',
      'discovery/groups': '04',
      'discovery/resources': '01 04 05 06 07 08 09 10 11 12 13 14',
      'discovery/custom resources': '04',
    },
  },
  {
    reason:
      'Go’s own words, addresses of pointers among them; storage keys; methods that no client sends; finalizers and generations are taken as written.',
    in: {
      'crud/creating': '07',
      'crud/optimistic concurrency': '06 16',
      'crud/names': '16',
      'crud/no such thing': '05 17 18 19',
    },
  },
  {
    reason:
      'Refused alike, in other words: Go shows values in its own syntax and quotes its JSON parser; causes may be fewer.',
    at: /^body\.(message|details)/,
    in: {
      'crud/optimistic concurrency': '05',
      'crud/names': '15 20',
      'malformed/bodies': '01 02 03 05 06 07 11 12 13 14 16',
      'malformed/types of fields': '07 08',
      'patches/json patch under a revision': '08',
      'malformed/patches': '05 07 23',
      'patches/merge patch': '09',
      'deletes/finalizers': '06 08',
      'malformed/options': '19',
      'deletes/of many': '12',
      'lists/pages': '15',
      'lists/field selectors': '17',
      'lists/label selectors': '17 18 19 20 22 25 26 27 28',
      'lists/of other kinds': '10',
      'status/of custom resources': '11',
      'applies/to ConfigMaps': '12',
      'applies/that are refused': '10 14 21 22',
      'definitions/validation of instances': '05 13',
      'definitions/kind and version of instances': '03 04 05 08 09 12 13',
      'definitions/several versions': '10',
      'definitions/what may not change': '03 06',
      'definitions/that are refused': '01 03 06 07 08 09 12 14 15',
      'watches/that are refused': '02 04',
      'numbers/sizes': '03 06',
      'numbers/of any size': '12 14',
      'our-system/leases': '02',
      'our-system/Jobs and claims by apply': '04 05',
      'our-system/mailboxes': '06 12',
      'our-system/labels of single objects': '05',
      'built-in/StatefulSets, DaemonSets, ReplicaSets': '11 15',
      'built-in/Jobs and CronJobs': '10 13',
    },
  },
  {
    reason:
      'Bodies that are no object, or not of the kind, are refused with other words or codes; YAML is not read.',
    in: {
      'malformed/bodies': '04 15 17',
      'malformed/media types': '04 05 06 08',
      'malformed/types of fields': '15',
      'malformed/patches': '12 16 17 20 21 22',
    },
  },
  {
    reason:
      'A patched object that cannot be read is refused as any other (400, not 422); duplicate members and lone surrogates are read as JSON.parse does.',
    in: {
      'patches/json patch': '16 19',
      'patches/merge patch': '15',
      'patches/of custom resources': '08',
      'numbers/keys and texts of any kind': '09 10',
      'numbers/of any size': '07 13',
    },
  },
  {
    reason:
      'Strategic merge patches: what cannot be merged is refused with other words and codes, and a retained key keeps what is beside it.',
    in: {
      'strategic/of ConfigMaps': '09 12 13 14 15 16 18',
      'strategic/of Deployments': '09 14',
    },
  },
  {
    reason:
      'Options of a request that make no sense are passed over or refused in other words; those that make sense count.',
    in: {
      'malformed/options': '01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 20',
      'lists/revisions': '10 11 12 16 17 18',
      'watches/that are refused': '01 06',
    },
  },
  {
    reason: 'Pods go at once: there is no kubelet to wait for, so no grace period runs.',
    in: {
      'deletes/of workload': '07 09 10 11 12',
    },
  },
  {
    reason:
      'Options of a deletion that make no sense are refused with 400, and deletions tell of items as they were before.',
    in: {
      'deletes/of many': '06 07 13',
    },
  },
  {
    reason:
      'Selectors and tokens of pages that cannot be read are refused in other words; some that make no sense are taken.',
    in: {
      'lists/pages': '14',
      'lists/field selectors': '13',
      'lists/label selectors': '21 23 24',
    },
  },
  {
    reason: 'The old paths below /watch are not served.',
    in: {
      'watches/from the beginning': '09',
    },
  },
  {
    reason:
      'A definition is established with the write itself, by its writer; the real one has controllers that do it a moment later, in writes of their own, and keep some of its fields from changing.',
    in: {
      'status/without a subresource': '06 07',
      'definitions/a life': '01 04 10',
      'definitions/several versions': '07 08 09 13',
      'definitions/names in use': '04 05',
      'definitions/what may not change': '04 05 07 09 10 11',
      'definitions/deletion with what is held': '08',
    },
  },
  {
    reason:
      'Owners of fields in corners of apply: empty maps, metadata written with the status, entries written by hand, dates of applies that change nothing.',
    at: /managedFields|resourceVersion$/,
    in: {
      'status/of custom resources': '07 08 09 10 12 13 15',
      'status/generation of built-in kinds': '12 13 14',
      'managed/edited by hand': '08 09 10',
      'managed/of custom resources': '10 11',
      'applies/to ConfigMaps': '09 10 11 13 14 15 16',
    },
  },
  {
    reason:
      'Owners of fields in corners of apply: empty maps, metadata written with the status, entries written by hand, dates of applies that change nothing.',
    in: {
      'status/of custom resources': '14',
      'applies/to Deployments': '10 14',
      'generated/ConfigMaps 8': '09',
    },
  },
  {
    reason:
      'A definition is established with the write itself, by its writer; the real one has controllers that do it a moment later, in writes of their own, and keep some of its fields from changing.',
    at: /managedFields|resourceVersion$/,
    in: {
      'status/generation of custom resources': '09 10 11',
      'definitions/a life': '02 07',
      'definitions/several versions': '03 11 12',
      'definitions/names in use': '08',
      'definitions/deletion with what is held': '05',
    },
  },
  {
    reason:
      'An applied configuration is checked as an object is, not by a schema of fields first: other words and codes, and unknown fields are a warning.',
    in: {
      'applies/that are refused': '08 09 11 12 13 16 17 18 20 23',
      'applies/to custom resources': '14 15 16 17 18 19 20',
    },
  },
  {
    reason: 'Counted on from an earlier difference of the same scenario.',
    at: /resourceVersion$/,
    in: {
      'applies/that are refused': '19',
      'definitions/a life': '06',
      'definitions/several versions': '05 06',
      'our-system/Jobs and claims by apply': '07 09 10',
    },
  },
  {
    reason: '/scale is not served yet: replicas are written with the object itself.',
    in: {
      'scale/of Deployments': '02 03 04 05 06',
      'scale/of StatefulSets': '02 03 04 05 06',
      'scale/of ReplicaSets': '02 03 04 05 06',
      'scale/of custom resources': '04 05 06 07',
      'scale/and its mistakes': '02 03 04 05 06 07 08 09 10 12',
      'rights/one name, subresources, all': '11',
    },
  },
  {
    reason:
      'Refused alike or taken alike, in the order and the words of this validator; kinds and versions are read before the rest.',
    in: {
      'definitions/kind and version of instances': '06 07 14 15 16',
    },
  },
  {
    reason: 'Not every rule for schemas is checked: what serving depends on is.',
    in: {
      'definitions/that are refused': '10 13 16 17 18 19 20 21 22 23 24',
    },
  },
  {
    reason:
      'Finalizers of Namespaces are written by the namespace controller alone; /finalize is not served.',
    at: /managedFields|resourceVersion$/,
    in: {
      'garbage/namespaces and their mistakes': '03 04 05',
    },
  },
  {
    reason:
      'Finalizers of Namespaces are written by the namespace controller alone; /finalize is not served.',
    in: {
      'garbage/namespaces and their mistakes': '06 10',
    },
  },
  {
    reason:
      'Go shows values in its own syntax, an unreadable patch is refused with 400, and an embedded object’s own metadata is not validated.',
    in: {
      'our-system/leases': '04 05',
      'our-system/mailboxes': '16',
    },
  },
  {
    reason: 'Reviews and tokens are answered and never owned; the audience and uids are this server’s.',
    in: {
      'our-system/tokens and reviews': '02 03 10',
    },
  },
  {
    reason: 'Reviews and tokens are answered and never owned; the audience and uids are this server’s.',
    at: /managedFields|resourceVersion$/,
    in: {
      'our-system/tokens and reviews': '06 07 08 09',
    },
  },
  {
    reason:
      'Of built-in kinds, what controllers and users meet is validated and filled in; texts with Go’s internal types, and what nodes report, are not.',
    in: {
      'built-in/pods': '13',
    },
  },
  {
    reason:
      'Of built-in kinds, what controllers and users meet is validated and filled in; texts with Go’s internal types, and what nodes report, are not.',
    at: /managedFields|resourceVersion$/,
    in: {
      'built-in/StatefulSets, DaemonSets, ReplicaSets': '08 09 16',
    },
  },
  {
    reason:
      'Tables and PartialObjectMetadata are not served: who asks gets the objects, which kubectl prints with their ages.',
    in: {
      'tables/of the rest': '05 06 07 08 09 10 11 12 13',
      'tables/of workload': '08 09 10 11 12 13 14',
      'tables/of custom resources': '05 06 07 08',
    },
  },
  {
    reason: 'One representation only: JSON of the object; what asks for YAML, protobuf or Tables gets that.',
    in: {
      'tables/that are not served': '02 06 08',
    },
  },
]
