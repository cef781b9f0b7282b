import type { Suite } from '../suite.ts'
import { labels } from './labels.ts'
import { selection } from './selection.ts'
import { transform } from './transform.ts'
import { worksize } from './worksize.ts'

/** Every file of vectors that this project keeps to; a new suite is one more line here. */
export const suites: readonly Suite[] = [labels, selection, transform, worksize]
