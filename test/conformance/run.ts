import { reportOn } from './report.ts'
import { suites } from './suites/index.ts'

// CONFORMANCE_DIR: a folder with other vectors, plain `.jsonl` files of the same names.
const failed = reportOn(suites, process.env['CONFORMANCE_DIR'], console.log)
process.exitCode = failed === 0 ? 0 : 1
