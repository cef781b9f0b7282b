import { combinedstatus } from '../conformance/suites/combinedstatus.ts'
import { describeVectors } from './vectors.ts'

describeVectors(combinedstatus, 'COL-3..10', 10)
