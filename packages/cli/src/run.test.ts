import { type Json, memberOf, parseJson, stringifyJson, valueAt } from '@downsync/core'
import { controlCrds } from '@downsync/core/crds'
import { describe, expect, it } from 'vitest'
import { readYaml } from './read/read-yaml.ts'
import { run } from './run.ts'
import { memorySystem } from './testing/memory-system.ts'

const files = {
  'app.yaml': `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {app: shop}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: shop}}
spec: {replicas: 9007199254740993}
---
apiVersion: v1
kind: Namespace
metadata: {name: kube-system, labels: {app: shop}}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: shop}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync: [{resources: [deployments, namespaces], objectSelectors: [{matchLabels: {app: shop}}]}]
`,
  'clusters.yaml': 'berlin: {region: eu}\nlisbon: {region: eu}\ndallas: {region: us}\n',
}
const downsync = (line: string) => {
  const system = memorySystem(files)
  const code = run(line.split(' '), system)
  return { code, output: system.output(), errors: system.errors() }
}
const json = (line: string): Json => {
  const parsed = parseJson(downsync(line).output)
  if (!parsed.ok) throw new Error('no JSON')
  return parsed.value
}
const given = '-f app.yaml --clusters clusters.yaml'

describe('downsync plan', () => {
  it('says what goes where and why, what is withheld, and what would be written', () => {
    expect(downsync(`plan ${given}`)).toMatchInlineSnapshot(`
      {
        "code": 0,
        "errors": "",
        "output": "BindingPolicy shop: 3 objects to 2 WECs
        to clusterSelectors[0]  region=eu
          berlin, lisbon
        downsync[0]  resources: deployments, namespaces; objectSelectors: app=shop
          deployments.apps shop/web
          namespaces kube-system, shop

      Not delivered
        withheld namespaces kube-system
          in berlin, lisbon
          DLV-1: each WEC has its own Namespace of this name

      ManifestWorks
        WRITE   WEC     NAME         OBJECTS  BYTES
        create  berlin  shop-wds1-0        1    128
        create  berlin  shop-wds1-1        1    153
        create  lisbon  shop-wds1-0        1    128
        create  lisbon  shop-wds1-1        1    153

      Pairs
        4 appear, 0 change, 0 vanish, 0 stay

      Writes
        round 1: create 1 bindings, create 4 manifestworks, patch 1 bindingpolicies
        round 2: patch 1 bindingpolicies, patch 1 bindings
        after 2 rounds nothing is left to write
      ",
      }
    `)
  })

  it('gives the same as JSON and as YAML, numbers unchanged (NUM-1)', () => {
    const asJson = json(`plan ${given} -o json`)
    const [document] = readYaml('', downsync(`plan ${given} -o yaml`).output).documents
    expect(document?.value).toEqual(asJson)
    expect(memberOf(asJson, 'settled')).toBe(true)
    expect(downsync(`plan ${given} -o json`).output).toContain('"replicas": 9007199254740993')
  })

  it('P-2: gives equal answers to equal questions', () => {
    expect(downsync(`plan ${given} -o json`)).toEqual(downsync(`plan ${given} -o json`))
  })

  it('P-6: has nothing left to write when its own writes are among the files', () => {
    const first = json(`plan ${given} -o json`)
    const works = (memberOf(first, 'wrapped') as readonly Json[]).map(
      (write) => memberOf(write, 'object') ?? null,
    )
    const system = memorySystem({ ...files, 'works.json': stringifyJson(works) })
    expect(works.length).toBeGreaterThan(0)
    run(`plan ${given} -f works.json -o json`.split(' '), system)
    const second = parseJson(system.output())
    const value = second.ok ? second.value : null
    expect([
      memberOf(value, 'wrapped'),
      valueAt(value, 'pairs', 'appear'),
      valueAt(value, 'pairs', 'stay'),
    ]).toEqual([[], [], 4])
  })

  it('P-7: names the rules by which what KubeStellar delivered changes or leaves', () => {
    const works = `
apiVersion: work.open-cluster-management.io/v1
kind: ManifestWork
metadata:
  name: shop-wds1-0
  namespace: berlin
  labels:
    transport.kubestellar.io/originOwnerReferenceBindingKey: shop
    transport.kubestellar.io/originWdsName: wds1
spec:
  workload:
    manifests:
      - {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {app: shop}, creationTimestamp: "2025-01-01T00:00:00Z"}}
      - {apiVersion: v1, kind: ConfigMap, metadata: {name: former, namespace: shop}}
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, labels: {app: shop}}
        spec: {replicas: 2}
`
    const planOf = (output: string) => {
      const system = memorySystem({ ...files, 'works.yaml': works })
      run(`plan ${given} -f works.yaml -o ${output}`.split(' '), system)
      return system.output()
    }
    expect(planOf('table')).toContain(`
  ~ Deployment shop/web in berlin  (WRP-4)
  ~ Namespace shop in berlin  (TRF-1, WRP-4)
  - ConfigMap shop/former in berlin  (BND-1)
`)
    const parsed = parseJson(planOf('json'))
    const changed = valueAt(parsed.ok ? parsed.value : null, 'pairs', 'change') as readonly Json[]
    expect(changed.map((pair) => memberOf(pair, 'rules'))).toEqual([['TRF-1', 'WRP-4'], ['WRP-4']])
  })

  it('WRP-1: keeps to the number of objects in one wrapped object', () => {
    const wrapped = memberOf(json(`plan ${given} -o json --max-num-wrapped 1`), 'wrapped') as readonly Json[]
    expect(wrapped.map((write) => memberOf(write, 'objects'))).toEqual([1, 1, 1, 1])
  })
})

describe('downsync explain', () => {
  const answers = (object: string, wec: string) => downsync(`explain ${object} --cluster ${wec} ${given}`)

  it('says yes with the clause and the field that decided', () => {
    expect(answers('deployment/shop/web', 'berlin')).toMatchInlineSnapshot(`
      {
        "code": 0,
        "errors": "",
        "output": "deployments.apps shop/web in berlin: delivered, by shop

      What decided
        POLICY  FIELD                             WANTED                     SAW          HOLDS  RULE
        shop    spec.clusterSelectors[0]          region=eu                  eu           yes    LBL-1
        shop    spec.downsync[0].resources        deployments or namespaces  deployments  yes    SEL-3
        shop    spec.downsync[0].objectSelectors  app=shop                   app=shop     yes    SEL-5

      Journey
        transformed  what belongs to the WDS alone is taken out (TRF)
        wrapped      manifestworks.work.open-cluster-management.io berlin/shop-wds1-1
        applied      pending
        reported     nothing yet
      ",
      }
    `)
  })

  it('says no with what failed', () => {
    expect(answers('deployment/shop/web', 'dallas')).toMatchInlineSnapshot(`
      {
        "code": 0,
        "errors": "",
        "output": "deployments.apps shop/web in dallas: not delivered: no policy selects it there

      What decided
        POLICY  FIELD                             WANTED                     SAW          HOLDS  RULE
        shop    spec.clusterSelectors[0]          region=eu                  us           no     LBL-1
        shop    spec.downsync[0].resources        deployments or namespaces  deployments  yes    SEL-3
        shop    spec.downsync[0].objectSelectors  app=shop                   app=shop     yes    SEL-5
      ",
      }
    `)
  })

  it('DLV-1: says what is withheld', () => {
    expect(answers('ns/kube-system', 'berlin').output).toContain('withheld: DLV-1')
  })

  it.each(['deploy/shop/web', 'deployments.apps/shop/web', 'Deployment/shop/web', 'deployment/web -n shop'])(
    'knows an object by any of its names: %s',
    (name) => {
      expect(answers(name, 'berlin').output).toBe(answers('deployment/shop/web', 'berlin').output)
    },
  )

  it('EXP-1: gives all facts to programs', () => {
    const explanation = json(`explain deploy/shop/web --cluster berlin ${given} -o json`)
    expect(valueAt(explanation, 'verdict')).toEqual({ kind: 'delivered', by: ['shop'] })
    expect(memberOf(explanation, 'policies')).toHaveLength(1)
  })
})

describe('downsync crds', () => {
  it('API-1: prints the CustomResourceDefinitions, a document each', () => {
    const { code, output, errors } = downsync('crds')
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    const { documents, complaints } = readYaml('', output)
    expect(complaints).toEqual([])
    expect(documents.map(({ value }) => value)).toEqual(controlCrds())
  })

  it('prints the same as JSON, one after the other', () => {
    const { output } = downsync('crds -o json')
    const texts = output.split(/^(?=\{$)/m)
    expect(texts.map((text) => parseJson(text))).toEqual(controlCrds().map((value) => ({ ok: true, value })))
  })

  it.each(['crds -o table', 'crds app.yaml', 'crds -f app.yaml'])('takes nothing else: %s', (line) => {
    expect(downsync(line)).toMatchObject({ code: 2, output: '' })
  })
})

describe('downsync', () => {
  it('helps, and says its version', () => {
    expect(downsync('--help')).toMatchObject({ code: 0, errors: '' })
    expect(downsync('--help').output).toContain('downsync plan -f')
    expect(downsync('--version').output).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
