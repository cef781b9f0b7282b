import type { Outcome } from '@downsync/agent'
import { type JsonObject, nameOf } from '@downsync/core'
import { change, create, type Edit, remove, removePods, says, until } from './edit.ts'
import { template } from './templates.ts'

const job = (
  name: string,
  spec: JsonObject,
  outcome?: Outcome,
  restartPolicy: 'Never' | 'OnFailure' = 'Never',
): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { template: template(name, '1', outcome, { restartPolicy }), ...spec },
})
const edit = (name: string, what: string, spec: JsonObject): Edit => change('Job', name, what, { spec })

export const jobEdits: readonly Edit[] = [
  create('Job', job('once', {}), 'nothing said'),
  create('Job', job('thrice', { completions: 3, parallelism: 2 }), 'three, two at a time'),
  create('Job', job('any', { parallelism: 2 }), 'any success will do'),
  create('Job', job('indexed', { completions: 5, parallelism: 3, completionMode: 'Indexed' }), 'by index'),
  create('Job', job('failing', { backoffLimit: 0 }, 'crash'), 'fails'),
  until(
    create('Job', job('retried', { backoffLimit: 1 }, 'crash'), 'fails twice'),
    says('Job', 'retried', 'Failed', 'BackoffLimitExceeded'),
  ),
  until(
    create('Job', job('restarted', { backoffLimit: 1 }, 'crash', 'OnFailure'), 'fails in its Pod'),
    says('Job', 'restarted', 'Failed', 'BackoffLimitExceeded'),
  ),
  create('Job', job('long', { completions: 4, parallelism: 3 }, 'run'), 'runs on'),
  edit('long', 'less at a time', { parallelism: 1 }),
  edit('long', 'suspend', { suspend: true }),
  edit('long', 'resume, more at a time', { suspend: false, parallelism: 2 }),
  removePods('long', 'first'),
  until(
    create('Job', job('hurried', { activeDeadlineSeconds: 2, parallelism: 2 }, 'run'), 'has a deadline'),
    says('Job', 'hurried', 'Failed', 'DeadlineExceeded'),
  ),
  until(create('Job', job('brief', { ttlSecondsAfterFinished: 1 }), 'goes by itself'), (objects) =>
    objects.every((object) => nameOf(object) !== 'brief'),
  ),
  create('Job', job('later', { suspend: true, completions: 2 }), 'suspended'),
  edit('later', 'resume', { suspend: false }),
  create('Job', job('patient', { podReplacementPolicy: 'Failed' }, 'run'), 'replaces what has failed'),
  removePods('patient', 'first'),
  remove('Job', 'long'),
  remove('Job', 'patient', 'Foreground'),
  remove('Job', 'thrice', 'Orphan'),
]
