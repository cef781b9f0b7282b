import type { Suite } from '../suite.ts'
import { cel } from './cel.ts'
import { combinedstatus } from './combinedstatus.ts'
import { customize } from './customize.ts'
import { health } from './health.ts'
import { jsonpathSubset } from './jsonpath-subset.ts'
import { kubeValidation } from './kube-validation.ts'
import { labels } from './labels.ts'
import { properties } from './properties.ts'
import { selection } from './selection.ts'
import { template } from './template.ts'
import { transform } from './transform.ts'
import { worksize } from './worksize.ts'

/** Every file of vectors that this project keeps to; a new suite is one more line here. */
export const suites: readonly Suite[] = [
  labels,
  selection,
  transform,
  jsonpathSubset,
  properties,
  customize,
  template,
  worksize,
  health,
  kubeValidation,
  cel,
  combinedstatus,
]
