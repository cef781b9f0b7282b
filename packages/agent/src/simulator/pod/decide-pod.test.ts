import {
  conditionOf,
  conditionsOf,
  type JsonObject,
  type KubeObject,
  listAt,
  stringAt,
  valueAt,
} from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { createObjectIndex } from '../run/object-index.ts'
import { phaseOf } from '../shared/pods.ts'
import { PODS } from '../shared/resources.ts'
import { OUTCOME_ANNOTATION, RUN_SECONDS_ANNOTATION } from './behaviour.ts'
import { decidePod } from './decide-pod.ts'

const START = Date.UTC(2026, 0, 1)

function pod(annotations: JsonObject = {}, spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'one',
      namespace: 'default',
      uid: 'u1',
      creationTimestamp: new Date(START).toISOString(),
      annotations,
    },
    spec: { containers: [{ name: 'main', image: 'registry.example/web:1' }], ...spec },
  }
}

/** The Pod and its phases after so many seconds, deciding whenever it asks to. */
function after(
  seconds: number,
  from: KubeObject,
  delay = 0,
): Readonly<{ pod: KubeObject; phases: readonly string[] }> {
  const index = createObjectIndex()
  let at = from
  let now = START
  const phases: string[] = []
  const end = START + seconds * 1000
  for (;;) {
    index.put(PODS, at, START)
    const decision = decidePod(index.world(now, undefined), at, () => delay)
    const [write] = decision.writes
    if (write !== undefined) {
      at = write.object
      phases.push(phaseOf(at))
      continue
    }
    if (decision.wakeAt === undefined || decision.wakeAt > end) return { pod: at, phases }
    now = Math.max(now + 1, decision.wakeAt)
  }
}

const ready = (one: KubeObject) => conditionOf(conditionsOf(one), 'Ready')?.status
const restarts = (one: KubeObject) =>
  valueAt(listAt(one, 'status', 'containerStatuses')[0] ?? null, 'restartCount')

describe('a simulated Pod', () => {
  it('waits, then runs and is ready', () => {
    const { phases, pod: last } = after(60, pod(), 5_000)
    expect(phases).toEqual(['Pending', 'Running'])
    expect(ready(last)).toBe('True')
    expect(after(4, pod(), 5_000).phases).toEqual(['Pending'])
  })

  it('is ready when its probe may first have looked', () => {
    const probed = pod(
      {},
      { containers: [{ name: 'main', image: 'x', readinessProbe: { initialDelaySeconds: 10 } }] },
    )
    expect(ready(after(9, probed).pod)).toBe('False')
    expect(ready(after(11, probed).pod)).toBe('True')
  })

  it('succeeds where containers are not restarted, after the time that it runs', () => {
    const short = pod({ [RUN_SECONDS_ANNOTATION]: '30' }, { restartPolicy: 'OnFailure' })
    expect(after(60, short).phases).toEqual(['Running', 'Succeeded'])
    expect(after(29, short).phases).toEqual(['Running'])
  })

  it('crashes: over for good, or again and again, each time later', () => {
    const crash = { [OUTCOME_ANNOTATION]: 'crash' }
    expect(after(60, pod(crash, { restartPolicy: 'Never' })).phases).toEqual(['Failed'])
    expect([9, 11, 31, 71].map((seconds) => restarts(after(seconds, pod(crash)).pod))).toEqual([0, 1, 2, 3])
    expect(ready(after(60, pod(crash)).pod)).toBe('False')
  })

  it('never gets its image from a registry that cannot be', () => {
    const broken = pod({}, { containers: [{ name: 'main', image: 'registry.invalid/web:1' }] })
    const { pod: last } = after(600, broken)
    const [status] = listAt(last, 'status', 'containerStatuses')
    expect([phaseOf(last), stringAt(status, 'state', 'waiting', 'reason')]).toEqual([
      'Pending',
      'ImagePullBackOff',
    ])
  })

  it('fails when it is active for longer than it may be', () => {
    const { pod: last } = after(60, pod({}, { activeDeadlineSeconds: 30 }))
    expect(stringAt(last, 'status', 'reason')).toBe('DeadlineExceeded')
  })

  it('is not started before its gates are gone', () => {
    expect(after(60, pod({}, { schedulingGates: [{ name: 'later' }] })).phases).toEqual(['Pending'])
  })

  it('says that it has ended when it is deleted, and then goes', () => {
    const { pod: running } = after(60, pod())
    const metadata = { ...running.metadata, deletionTimestamp: 'now', deletionGracePeriodSeconds: 30 }
    const going = { ...running, metadata }
    const world = createObjectIndex().world(START, undefined)
    const [ended] = decidePod(world, going, () => 0).writes
    expect(ended && phaseOf(ended.object)).toBe('Failed')
    const [gone] = decidePod(world, ended?.object ?? going, () => 0).writes
    expect(gone).toMatchObject({ verb: 'delete', atOnce: true })
  })

  it.each([
    [{ [OUTCOME_ANNOTATION]: 'explode' }, /must be one of run, succeed/],
    [{ [RUN_SECONDS_ANNOTATION]: '-1' }, /must be a whole number/],
  ])('refuses %j', (annotations, message) => {
    const decision = decidePod(createObjectIndex().world(START, undefined), pod(annotations), () => 0)
    expect(decision.writes).toEqual([])
    expect(decision.refusal).toMatch(message)
  })
})
