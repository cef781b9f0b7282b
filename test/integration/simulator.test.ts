import { equalJson, type JsonObject } from '@downsync/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Edit } from './simulator/edit.ts'
import { edits } from './simulator/edits.ts'
import { pictureOf } from './simulator/picture.ts'
import { type Stage, startEmbeddedStage, startRealStage } from './simulator/stage.ts'

let real: Stage
let embedded: Stage

beforeAll(async () => {
  real = await startRealStage()
  embedded = await startEmbeddedStage()
})
afterAll(async () => {
  await embedded.close()
  await real.close()
})

const SETTLE_SECONDS = 30
/** So often in a row the same counts as settled. */
const QUIET_POLLS = 6
const POLL_MILLISECONDS = 100

/** The picture once nothing moves any more, and, if one is expected, it is that; or the last one seen. */
async function settledPicture(stage: Stage, edit: Edit, expected?: JsonObject): Promise<JsonObject> {
  const until = Date.now() + SETTLE_SECONDS * 1000
  let last: JsonObject = {}
  for (let quiet = 0; quiet < QUIET_POLLS && Date.now() < until; ) {
    const objects = await stage.objects()
    const picture = pictureOf(objects)
    const isThere = edit.until?.(objects) ?? true
    const isSame = equalJson(picture, last) && (expected === undefined || equalJson(picture, expected))
    quiet = isThere && isSame ? quiet + 1 : 0
    last = picture
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS))
  }
  return last
}

describe('simulated workload and kube-controller-manager', () => {
  it.each(edits.map((edit, at) => [at + 1, edit.what, edit] as const))('%i %s', async (_at, _what, edit) => {
    await Promise.all([edit.do(embedded), edit.do(real)])
    const [simulated, seen] = await Promise.all([settledPicture(embedded, edit), settledPicture(real, edit)])
    // kube-controller-manager may pause before it goes on.
    expect(simulated).toEqual(equalJson(simulated, seen) ? seen : await settledPicture(real, edit, simulated))
  })
})
