import { fileURLToPath } from 'node:url'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import base from '../../vitest.config.ts'
import { guards } from './guards.ts'

const folder = process.env['DOWNSYNC_MUTATION_FOLDER'] ?? ''
const further = guards[folder] ?? []

/** The tests beside the code first, then the properties of the whole as `guards` has them: most mutants are found in the first second. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => further.findIndex((file) => moduleId.endsWith(file))
    return [...files].sort((one, other) => place(one) - place(other))
  }
}

const fewRuns = fileURLToPath(new URL('./few-runs.ts', import.meta.url))

export default defineConfigOf()

function defineConfigOf(): typeof base {
  return {
    ...base,
    resolve: { alias: [...(base.resolve?.alias as []), { find: /^fast-check$/, replacement: fewRuns }] },
    test: {
      ...base.test,
      include: [`packages/core/src/${folder}/**/*.test.ts`, ...further],
      // Core keeps no state between calls: one load of its modules serves all tests of a run.
      isolate: false,
      sequence: { sequencer: NearestFirst },
      env: { CI: 'true' },
    },
  }
}
