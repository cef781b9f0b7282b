import type { Mistake } from './mistake.ts'

/** StatusCollectors, and what policies ask for of reported state. */
export const collectorMistakes: readonly Mistake[] = [
  {
    title: 'a StatusCollector with an expression that is no CEL, and one of the wrong type',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  filter: object.spec.replicas > 1
  select:
    - {name: wec, def: "inventory.name +"}
    - {name: sum, def: "1 + 'a'"}
`,
    },
    prints: [
      "c.yaml:5:3: error: StatusCollector c: spec.filter: filter expression invalid: 1:1: there is no variable 'object'; did you mean 'obj'?",
      'c.yaml:7:19: error: StatusCollector c: spec.select[0].def: select expression (wec) invalid: 1:17: expected an expression, found the end',
      "c.yaml:8:19: error: StatusCollector c: spec.select[1].def: select expression (sum) invalid: 1:3: '+' does not take int and string; make a text of the other with string(…)",
    ],
  },
  {
    title: 'an expression of the wrong type on the second line of a block',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  combinedFields:
    - {name: wecs, type: COUNT}
    - name: missing
      type: SUM
      subject: |
        string(obj.spec.replicas)
          - 1
---
apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], statusCollectors: [c]}
`,
    },
    prints: [
      "c.yaml:9:7: error: StatusCollector c: spec.combinedFields[1].subject: combinedField expression (missing) subject invalid: 2:3: '-' does not take string and int",
    ],
  },
  {
    title: 'functions that do not exist',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  filter: has(returned.status.replicas) && sise(obj.metadata.name) > 3
  select:
    - {name: big, def: "obj.metadata.name.startswith('a')"}
    - {name: memory, def: "quantity('1Gi')"}
`,
    },
    prints: [
      "c.yaml:5:3: error: StatusCollector c: spec.filter: filter expression invalid: 1:34: there is no function 'sise'; did you mean 'size'?",
      "c.yaml:7:19: error: StatusCollector c: spec.select[0].def: select expression (big) invalid: 1:18: there is no function 'startswith'; did you mean 'startsWith'?",
      "c.yaml:8:22: error: StatusCollector c: spec.select[1].def: select expression (memory) invalid: 1:1: there is no function 'quantity'",
    ],
  },
  {
    title: 'a filter that gives a text',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  filter: obj.metadata.name
  select:
    - {name: wec, def: inventory.name}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], statusCollectors: [c]}
`,
    },
    code: 0,
    prints: [
      'c.yaml:5:3: warning: StatusCollector c: spec.filter: for configmaps shop/prices in berlin: the filter must give true, false or null; it gives a value of type string; a WEC for which it fails is left out',
    ],
  },
  {
    title: 'a filter that reads what a WEC that has reported nothing does not have',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  filter: returned.status.readyReplicas < 3
  select:
    - {name: wec, def: inventory.name}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], statusCollectors: [c]}
`,
    },
    code: 0,
    prints: [
      "c.yaml:5:3: warning: StatusCollector c: spec.filter: for configmaps shop/prices in berlin: 1:16: there is no key 'readyReplicas'; a WEC for which it fails is left out",
    ],
  },
  {
    title: 'groups in a selection, and groups of which nothing is put together',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  groupBy:
    - {name: region, def: inventory.labels.region}
  select:
    - {name: wec, def: inventory.name}
`,
    },
    prints: [
      'c.yaml:5:3: error: StatusCollector c: spec.groupBy: groupBy must be empty if combinedFields is',
      'c.yaml:7:3: error: StatusCollector c: spec.select: groupBy and combinedFields must be empty if select is not',
    ],
  },
  {
    title: 'columns that are put together wrongly',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  combinedFields:
    - {name: wecs, type: COUNT, subject: "1"}
    - {name: ready, type: SUM}
    - {name: ready, type: MAX, subject: returned.status.readyReplicas}
`,
    },
    prints: [
      'c.yaml:4:1: error: StatusCollector c: spec: column names must be unique; "ready" is used more than once',
      'c.yaml:6:7: error: StatusCollector c: spec.combinedFields[0]: combinedField expression (wecs) invalid: COUNT counts rows, so that subject must be absent',
      'c.yaml:7:7: error: StatusCollector c: spec.combinedFields[1]: combinedField expression (ready) invalid: subject must be set; SUM needs a value of each row',
    ],
  },
  {
    title: 'a way of putting together that does not exist',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  combinedFields:
    - {name: ready, type: MEDIAN, subject: returned.status.readyReplicas}
`,
    },
    prints: [
      'c.yaml:6:21: error: StatusCollector c: spec.combinedFields[0].type: must be COUNT, SUM, AVG, MIN or MAX; found the string "MEDIAN"',
    ],
  },
  {
    title: 'limits that are none',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  limit: 0
  select:
    - {name: wec, def: inventory.name}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: d}
spec:
  limit: "10"
  select:
    - {name: wec, def: inventory.name}
`,
    },
    prints: [
      'c.yaml:5:3: error: StatusCollector c: spec.limit: limit must be at least 1; it is 0',
      'c.yaml:13:3: error: StatusCollector d: spec.limit: must be a whole number; found the string "10"',
    ],
  },
  {
    title: 'a field of a collector misspelt',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  selects:
    - {name: wec, def: inventory.name}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], statusCollectors: [c]}
`,
    },
    code: 0,
    prints: [
      'c.yaml:5:3: warning: StatusCollector c: spec.selects: unknown field; did you mean select?',
      'c.yaml:4:1: warning: StatusCollector c: spec has neither select nor combinedFields, so that its results have no columns',
    ],
  },
  {
    title: 'fields of a column misspelt',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  select:
    - {name: wec, expression: inventory.name}
    - inventory.name
`,
    },
    prints: [
      'c.yaml:6:19: warning: StatusCollector c: spec.select[0].expression: unknown field',
      'c.yaml:6:7: error: StatusCollector c: spec.select[0].def: must be a string; it is missing',
      'c.yaml:7:7: error: StatusCollector c: spec.select[1]: must be an object; found the string "inventory.name"',
    ],
  },
  {
    title: 'a collector that nothing lists',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  select:
    - {name: wec, def: inventory.name}
`,
    },
    code: 0,
    prints: [
      'c.yaml:1:1: warning: StatusCollector c: no clause lists it in its statusCollectors: it collects nothing',
    ],
  },
  {
    title: 'collectors that are not there',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], statusCollectors: [rollouts, all]}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: rollout}
spec:
  select:
    - {name: wec, def: inventory.name}
`,
    },
    code: 0,
    prints: [
      'c.yaml:7:47: warning: BindingPolicy web: spec.downsync[0].statusCollectors[0]: there is no StatusCollector rollouts; did you mean rollout?',
      'c.yaml:7:57: warning: BindingPolicy web: spec.downsync[0].statusCollectors[1]: there is no StatusCollector all',
      'c.yaml:9:1: warning: StatusCollector rollout: no clause lists it in its statusCollectors: it collects nothing',
    ],
  },
  {
    title: 'collectors as one text',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], statusCollectors: c}
`,
    },
    prints: [
      'c.yaml:7:28: error: BindingPolicy web: spec.downsync[0].statusCollectors: must be a list of strings; found the string "c"',
    ],
  },
  {
    title: 'the state of several WECs, asked for with a field misspelt',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], wantMultiWecReportedState: true}
`,
    },
    code: 0,
    prints: [
      'c.yaml:7:28: warning: BindingPolicy web: spec.downsync[0].wantMultiWecReportedState: unknown field; did you mean wantMultiWECReportedState?',
    ],
  },
  {
    title: 'the state of several WECs, asked for with a text',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], wantMultiWECReportedState: "true"}
`,
    },
    prints: [
      'c.yaml:7:28: error: BindingPolicy web: spec.downsync[0].wantMultiWECReportedState: must be true or false; found the string "true"',
    ],
  },
  {
    title: 'a column that YAML reads as false',
    files: {
      'c.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: StatusCollector
metadata: {name: c}
spec:
  combinedFields:
    - {name: n, type: COUNT}
`,
    },
    prints: [
      'c.yaml:6:8: error: StatusCollector c: spec.combinedFields[0].name: must be a string; found false (in YAML a bare y, n, yes, no, on or off is true or false: quote it)',
    ],
  },
  {
    title: 'objects where tables of kinds are meant',
    args: ['plan', '-f', 'world.yaml', '--tables', 'world.yaml'],
    prints: [
      'world.yaml:2:1: error: a Namespace is no table: a table has group, kind, observesGeneration and fields',
      'world.yaml:6:1: error: a ConfigMap is no table: a table has group, kind, observesGeneration and fields',
      'world.yaml:11:1: error: a ManagedCluster is no table: a table has group, kind, observesGeneration and fields',
      'world.yaml:15:1: error: a BindingPolicy is no table: a table has group, kind, observesGeneration and fields',
    ],
  },
  {
    title: 'a table of a kind with rules that do not exist, keys misspelt, and fields of the wrong type',
    files: {
      'tables.yml': `group: bakery.example.com
kind: Oven
observesGeneration: sometimes
feilds: []
fields:
  - {op: lest, field: loaves, zero: omitted}
  - {op: most, field: burnt, zero: nevr}
---
group: bakery.example.com
kind: Till
observesGeneration: false
fields:
  - {op: least, field: coins, zero: omitted}
  - {op: most, field: coins, zero: omitted}
---
group: bakery.example.com
kind: Bench
observesGeneration: false
fields: []
---
group: bakery.example.com
kind: Bench
observesGeneration: false
fields: []
`,
    },
    args: ['plan', '-f', 'world.yaml', '--tables', 'tables.yml'],
    prints: [
      'tables.yml:3:1: error: table for Oven: observesGeneration: must be true or false; found "sometimes"',
      'tables.yml:6:6: error: table for Oven: fields[0].op: must be least, most, base, relative, rising, worst, earliest, latest, united, alike, gathered or together; found "lest"; did you mean least?',
      'tables.yml:7:30: error: table for Oven: fields[1].zero: must be written, omitted or reported; found "nevr"',
      'tables.yml:4:1: error: table for Oven: feilds: unknown field; did you mean fields?',
      'tables.yml:14:16: error: table for Till: fields[1].field: coins is decided elsewhere',
      'tables.yml:22:1: warning: table for Bench: there is one for this group and kind before it, and that one counts',
    ],
  },
]
