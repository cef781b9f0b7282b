import { template } from '../conformance/suites/template.ts'
import { describeVectors } from './vectors.ts'

describeVectors(template, 'CUS-3', 20)
