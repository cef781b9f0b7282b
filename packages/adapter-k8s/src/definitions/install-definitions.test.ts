import {
  annotationsOf,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  names,
  withMember,
} from '@downsync/core'
import { controlCrds } from '@downsync/core/crds'
import { type EmbeddedSpace, type FaultOrder, startEmbeddedSpace } from '@downsync/space'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resourcePath } from '../client/paths.ts'
import type { SpaceClient } from '../client/types.ts'
import { type Environment, realEnvironment } from '../environment.ts'
import { clientOf } from '../testing/test-client.ts'
import { installDefinitions } from './install-definitions.ts'
import { DEFINITIONS } from './put-definition.ts'

// Back-offs are short here; patience is not, unless it is to end.
const environment = withPatience(60_000)

function withPatience(patience: number): Environment {
  return {
    ...realEnvironment,
    sleep: (milliseconds, signal) => realEnvironment.sleep(milliseconds >= 60_000 ? patience : 2, signal),
  }
}

let space: EmbeddedSpace
let admin: SpaceClient
let bob: SpaceClient
beforeEach(async () => {
  space = await startEmbeddedSpace({
    name: 'wds1',
    users: [
      { name: 'admin', groups: ['system:masters'], token: 'one' },
      { name: 'bob', groups: [], token: 'two' },
    ],
  })
  admin = await clientOf(space)
  bob = await clientOf(space, 'bob')
})
afterEach(async () => {
  admin.close()
  bob.close()
  await space.close()
})

const ours = controlCrds()
const one = ours.slice(0, 1)
const didAll = (did: string, of: readonly KubeObject[] = ours) => ({
  ok: true,
  value: of.map((definition) => ({ name: nameOf(definition), did })),
})

function withRevision(definition: KubeObject, revision: string | undefined): KubeObject {
  const annotations = withMember(annotationsOf(definition), names.annotations.crdRevision, revision)
  return { ...definition, metadata: { ...definition.metadata, annotations } }
}

async function post(path: string, body: JsonObject): Promise<void> {
  expect(await admin.request({ method: 'POST', path, body })).toMatchObject({ code: 201 })
}

function standing(definition: KubeObject): KubeObject | undefined {
  return space
    .objects()
    .find((object) => object.kind === definition.kind && nameOf(object) === nameOf(definition))
}

async function allow(verbs: readonly string[]): Promise<void> {
  const group = 'rbac.authorization.k8s.io'
  const rbac = { group, version: 'v1' }
  const rules = [{ apiGroups: [DEFINITIONS.group], resources: [DEFINITIONS.resource], verbs }]
  await post(resourcePath({ ...rbac, resource: 'clusterroles' }), { metadata: { name: 'some' }, rules })
  await post(resourcePath({ ...rbac, resource: 'clusterrolebindings' }), {
    metadata: { name: 'some' },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'some' },
    subjects: [{ apiGroup: group, kind: 'User', name: 'bob' }],
  })
}

describe('installing definitions', () => {
  it('API-1 creates what is absent, and is done when it is served', async () => {
    expect(await installDefinitions(admin, ours, environment)).toEqual(didAll('created'))
    const path = `/apis/${names.CONTROL_GROUP}/${names.CONTROL_VERSION}/bindingpolicies`
    expect(await admin.request({ method: 'GET', path })).toMatchObject({ code: 200 })
    const before = space.objects()
    expect(await installDefinitions(admin, ours, environment)).toEqual(didAll('kept'))
    expect(space.objects()).toEqual(before)
  })

  it('API-1 replaces a lower revision, and leaves what others have put on it', async () => {
    for (const definition of one) {
      const old = withRevision(definition, '0')
      const metadata = { ...old.metadata, labels: { theirs: 'yes' } }
      const spec = {
        ...(memberOf(old, 'spec') as JsonObject),
        names: { ...namesOf(old), categories: ['old'] },
      }
      await post(resourcePath(DEFINITIONS), { ...old, metadata, spec })
    }
    expect(await installDefinitions(admin, one, environment)).toEqual(didAll('updated', one))
    for (const definition of one) {
      const now = standing(definition)
      expect(now && annotationsOf(now)).toEqual(annotationsOf(definition))
      expect(now && labelsOf(now)).toEqual({ theirs: 'yes' })
      expect(now && namesOf(now)).toEqual(namesOf(definition))
    }
  })

  it.each([
    ['99', 'newer'],
    [undefined, 'foreign'],
    ['no number', 'foreign'],
  ])('API-1 leaves one of revision %s as it is', async (revision, did) => {
    for (const definition of one) await post(resourcePath(DEFINITIONS), withRevision(definition, revision))
    await space.settled()
    const before = space.objects()
    expect(await installDefinitions(admin, one, environment)).toEqual(didAll(did, one))
    expect(space.objects()).toEqual(before)
  })

  it('installs definitions without revisions, once', async () => {
    const plain = ours.map((definition) => withRevision(definition, undefined))
    expect(await installDefinitions(admin, plain, environment)).toEqual(didAll('created', plain))
    expect(await installDefinitions(admin, plain, environment)).toEqual(didAll('kept', plain))
  })

  it('may be done by several at the same time', async () => {
    const all = await Promise.all([1, 2, 3].map(() => installDefinitions(admin, ours, environment)))
    for (const result of all) expect(result).toMatchObject({ ok: true })
    const created = all
      .flatMap((result) => (result.ok ? result.value : []))
      .filter(({ did }) => did === 'created')
    expect(created.map(({ name }) => name).sort()).toEqual(ours.map(nameOf).sort())
  })

  it('waits for one that is being deleted, and creates it then', async () => {
    await installDefinitions(admin, one, environment)
    const [definition] = one
    const plural = definition && namesOf(definition)['plural']
    const objects = `/apis/${names.CONTROL_GROUP}/${names.CONTROL_VERSION}/${String(plural)}`
    const object = { metadata: { name: 'x', finalizers: ['test/hold'] } }
    const kind = {
      apiVersion: `${names.CONTROL_GROUP}/${names.CONTROL_VERSION}`,
      kind: definition && namesOf(definition)['kind'],
    }
    await post(objects, { ...kind, ...object, spec: {} } as JsonObject)
    await admin.request({
      method: 'DELETE',
      path: resourcePath(DEFINITIONS, '', definition && nameOf(definition)),
    })
    const before = definition && standing(definition)
    expect(before?.metadata['deletionTimestamp']).toBeDefined()
    const installing = installDefinitions(admin, one, environment)
    const contentType = 'application/merge-patch+json'
    await admin.request({
      method: 'PATCH',
      path: `${objects}/x`,
      contentType,
      body: { metadata: { finalizers: null } },
    })
    expect(await installing).toEqual(didAll('created', one))
  })

  it('gets over whatever a server and a network do for a moment', async () => {
    const faults: readonly FaultOrder['fault'][] = [
      { kind: 'status', code: 429, retryAfterSeconds: 1 },
      { kind: 'status', code: 500 },
      { kind: 'status', code: 503 },
      { kind: 'cut', isDone: false },
      { kind: 'cut', isDone: true },
    ]
    for (const fault of faults) space.faults.order({ fault, times: 4 })
    expect(await installDefinitions(admin, ours, environment)).toMatchObject({ ok: true })
  })
})

describe('installing definitions without rights', () => {
  it('API-1 is fine where they are there already', async () => {
    await installDefinitions(admin, ours, environment)
    await allow(['get'])
    expect(await installDefinitions(bob, ours, environment)).toEqual(didAll('kept'))
  })

  it('says who may not do what', async () => {
    await allow(['get'])
    expect(await installDefinitions(bob, one, environment)).toEqual({
      ok: false,
      message: expect.stringMatching(
        /^CustomResourceDefinition \S+ cannot be created: customresourcedefinitions.apiextensions.k8s.io .*User "bob" cannot create/,
      ),
    })
  })

  it('says so when one is too old and may not be replaced', async () => {
    for (const definition of one) await post(resourcePath(DEFINITIONS), withRevision(definition, '0'))
    await allow(['get'])
    expect(await installDefinitions(bob, one, environment)).toEqual({
      ok: false,
      message: expect.stringContaining('is of an older revision and cannot be updated: '),
    })
  })
})

describe('a definition that is not served', () => {
  it('is reported with what the server says of it', async () => {
    const [definition] = ours
    if (definition === undefined) throw new Error('there is none')
    // Another group's kinds do not matter, but one of the same group has taken the names.
    const taken = { ...namesOf(definition), plural: 'others', singular: 'other' }
    const spec = { ...(memberOf(definition, 'spec') as JsonObject), names: taken }
    const metadata = { name: `others.${names.CONTROL_GROUP}` }
    expect(await installDefinitions(admin, [{ ...definition, metadata, spec }], environment)).toMatchObject({
      ok: true,
    })
    expect(await installDefinitions(admin, one, withPatience(1000))).toEqual({
      ok: false,
      message: expect.stringContaining(
        `CustomResourceDefinition ${nameOf(definition)} is not served: condition NamesAccepted is False (`,
      ),
    })
  })

  it('is not waited for when that is given up', async () => {
    const stopped = AbortSignal.abort()
    expect(await installDefinitions(admin, ours, realEnvironment, stopped)).toMatchObject({ ok: false })
  })
})

function namesOf(definition: KubeObject): JsonObject {
  return memberOf(memberOf(definition, 'spec'), 'names') as JsonObject
}
