import { cel } from '../conformance/suites/cel.ts'
import { describeVectors } from './vectors.ts'

describeVectors(cel, 'COL-2', 20)
