import type { Mistake } from './mistake.ts'

/** Policies and other control objects. */
export const policyMistakes: readonly Mistake[] = [
  {
    title: 'labels beside a selector instead of in it',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - labelSelector: {matchLabels: {app: shop}}
`,
    },
    prints: [
      'p.yaml:7:7: warning: BindingPolicy web: spec.downsync[0].labelSelector: unknown field; did you mean objectSelectors?',
      'p.yaml:7:7: error: BindingPolicy web: spec.downsync[0]: no field narrows what this clause selects (expected: a field that narrows it, or resources: ["*"] when everything is meant)',
    ],
  },
  {
    title: 'labels lost in a selector',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - objectSelectors: [{labels: {app: shop}}]
`,
    },
    prints: [
      'p.yaml:7:26: warning: BindingPolicy web: spec.downsync[0].objectSelectors[0].labels: unknown field; did you mean matchLabels?',
      'p.yaml:7:7: error: BindingPolicy web: spec.downsync[0]: no field narrows what this clause selects (expected: a field that narrows it, or resources: ["*"] when everything is meant)',
    ],
  },
  {
    title: 'a clause that says nothing',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - createOnly: true
`,
    },
    prints: [
      'p.yaml:7:7: error: BindingPolicy web: spec.downsync[0]: no field narrows what this clause selects (expected: a field that narrows it, or resources: ["*"] when everything is meant)',
    ],
  },
  {
    title: 'an empty clause',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {}
`,
    },
    prints: [
      'p.yaml:7:7: error: BindingPolicy web: spec.downsync[0]: no field narrows what this clause selects (expected: a field that narrows it, or resources: ["*"] when everything is meant)',
    ],
  },
  {
    title: 'a selector that is no list',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - objectSelectors: {matchLabels: {app: shop}}
`,
    },
    prints: [
      'p.yaml:7:7: error: BindingPolicy web: spec.downsync[0].objectSelectors: must be a list of label selectors; found an object',
    ],
  },
  {
    title: 'resources as one text',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - resources: configmaps
`,
    },
    prints: [
      'p.yaml:7:7: error: BindingPolicy web: spec.downsync[0].resources: must be a list of strings; found the string "configmaps"',
    ],
  },
  {
    title: 'a kind instead of a resource',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - resources: [ConfigMap]
`,
    },
    code: 0,
    prints: [
      'p.yaml:7:19: warning: BindingPolicy web: spec.downsync[0].resources[0]: there is no resource ConfigMap; did you mean configmaps?',
      'p.yaml:6:3: warning: BindingPolicy web: spec.downsync: none of the objects is so',
    ],
  },
  {
    title: 'a number among names',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - objectNames: [8080]
`,
    },
    prints: [
      'p.yaml:7:21: error: BindingPolicy web: spec.downsync[0].objectNames[0]: must be a string; found the number 8080',
    ],
  },
  {
    title: 'a text instead of true',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], createOnly: "yes"}
`,
    },
    prints: [
      'p.yaml:7:28: error: BindingPolicy web: spec.downsync[0].createOnly: must be true or false; found the string "yes"',
    ],
  },
  {
    title: 'a group as a list',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - apiGroup: [apps]
`,
    },
    prints: [
      'p.yaml:7:7: error: BindingPolicy web: spec.downsync[0].apiGroup: must be a string; found a list',
    ],
  },
  {
    title: 'an unknown operator',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchExpressions: [{key: region, operator: Inn, values: [eu]}]
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      'p.yaml:6:26: error: BindingPolicy web: spec.clusterSelectors[0].matchExpressions[0]: "Inn" is not a valid label selector operator (expected: In, NotIn, Exists or DoesNotExist)',
    ],
  },
  {
    title: 'an operator in small letters',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchExpressions: [{key: region, operator: in, values: [eu]}]
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      'p.yaml:6:26: error: BindingPolicy web: spec.clusterSelectors[0].matchExpressions[0]: "in" is not a valid label selector operator (expected: In, NotIn, Exists or DoesNotExist)',
    ],
  },
  {
    title: 'In without values',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchExpressions: [{key: region, operator: In}]
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      "p.yaml:6:26: error: BindingPolicy web: spec.clusterSelectors[0].matchExpressions[0]: values: Invalid value: []string(nil): for 'in', 'notin' operators, values set can't be empty",
    ],
  },
  {
    title: 'Exists with values',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchExpressions: [{key: region, operator: Exists, values: [eu]}]
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      'p.yaml:6:26: error: BindingPolicy web: spec.clusterSelectors[0].matchExpressions[0]: values: Invalid value: []string{"eu"}: values set must be empty for exists and does not exist',
    ],
  },
  {
    title: 'a key that is none',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchExpressions: [{key: "my region", operator: Exists}]
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      "p.yaml:6:26: error: BindingPolicy web: spec.clusterSelectors[0].matchExpressions[0]: key: Invalid value: \"my region\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  },
  {
    title: 'a value that is none',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchLabels: {region: "eu/west"}
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      "p.yaml:6:21: error: BindingPolicy web: spec.clusterSelectors[0].matchLabels[region]: values[0][region]: Invalid value: \"eu/west\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
  },
  {
    title: 'a number as a value',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchLabels: {zone: 1}
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      'p.yaml:6:21: error: BindingPolicy web: spec.clusterSelectors[0].matchLabels[zone]: must be a string, not a number',
    ],
  },
  {
    title: 'values as one text',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchExpressions: [{key: region, operator: In, values: eu}]
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      'p.yaml:6:54: error: BindingPolicy web: spec.clusterSelectors[0].matchExpressions[0].values: must be a list of strings, not a string',
    ],
  },
  {
    title: 'no operator',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchExpressions: [{key: region, values: [eu]}]
  downsync: [{namespaces: [shop]}]
`,
    },
    prints: [
      'p.yaml:6:26: error: BindingPolicy web: spec.clusterSelectors[0].matchExpressions[0]: "" is not a valid label selector operator (expected: In, NotIn, Exists or DoesNotExist)',
    ],
  },
  {
    title: 'a field misspelt',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelector: [{matchLabels: {region: eu}}]
  downsync: [{namespaces: [shop]}]
`,
    },
    code: 0,
    prints: [
      'p.yaml:5:3: warning: BindingPolicy web: spec.clusterSelector: unknown field; did you mean clusterSelectors?',
      'p.yaml:4:1: warning: BindingPolicy web: spec.clusterSelectors is empty, which selects no WEC; [{}] selects all',
    ],
  },
  {
    title: 'a field at the wrong height',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  matchLabels: {region: eu}
  clusterSelectors: [{}]
  downsync: [{namespaces: [shop]}]
`,
    },
    code: 0,
    prints: [
      'p.yaml:5:3: warning: BindingPolicy web: spec.matchLabels: unknown field; did you mean spec.clusterSelectors[].matchLabels or spec.downsync[].namespaceSelectors[].matchLabels?',
    ],
  },
  {
    title: 'no cluster selector',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  downsync: [{namespaces: [shop]}]
`,
    },
    code: 0,
    prints: [
      'p.yaml:4:1: warning: BindingPolicy web: spec.clusterSelectors is empty, which selects no WEC; [{}] selects all',
    ],
  },
  {
    title: 'cluster selectors that select nothing',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors:
    - matchLabels: {region: mars}
  downsync: [{namespaces: [shop]}]
`,
    },
    code: 0,
    prints: ['p.yaml:5:3: warning: BindingPolicy web: spec.clusterSelectors: no WEC has such labels'],
  },
  {
    title: 'clauses that select nothing',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - namespaces: [market]
`,
    },
    code: 0,
    prints: ['p.yaml:6:3: warning: BindingPolicy web: spec.downsync: none of the objects is so'],
  },
  {
    title: 'no clause',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{}]
`,
    },
    code: 0,
    prints: ['p.yaml:4:1: warning: BindingPolicy web: spec.downsync is empty, which selects no object'],
  },
  {
    title: 'a policy without spec',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
`,
    },
    code: 0,
    prints: [
      'p.yaml:1:1: warning: BindingPolicy web: spec.clusterSelectors is empty, which selects no WEC; [{}] selects all',
      'p.yaml:1:1: warning: BindingPolicy web: spec.downsync is empty, which selects no object',
    ],
  },
  {
    title: 'a version of the API that does not exist',
    files: {
      'p.yaml': `apiVersion: control.kubestellar.io/v1
kind: BindingPolicy
metadata: {name: web}
spec:
  {}
`,
    },
    prints: [
      'p.yaml:1:1: error: BindingPolicy is served as control.kubestellar.io/v1alpha1, not as control.kubestellar.io/v1',
    ],
  },
  {
    title: 'the state of one WEC, asked for of objects that go to two',
    files: {
      'paris.yaml': `apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata: {name: paris, labels: {region: eu}}
`,
      'p.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync:
    - {namespaces: [shop], wantSingletonReportedState: true}
`,
    },
    prints: [
      'p.yaml:6:3: error: BindingPolicy web: spec.downsync: Singleton reported status return is requested but some objects have the wrong number of associated WECs, for example: configmaps shop/prices (2 WECs)',
    ],
  },
  {
    title:
      'a CustomTransform with an expression that is no JSONPath, one for the whole object, and one for a name',
    files: {
      't.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: CustomTransform
metadata: {name: t}
spec:
  apiGroup: ""
  resource: configmaps
  remove:
    - $.data.port
    - $.data[
    - $
    - $.metadata.name
`,
    },
    prints: [
      't.yaml:9:7: error: CustomTransform t: spec.remove[1]: syntax error at 7: unclosed bracketed selection; until that is mended, configmaps stay as they are in the WECs',
      't.yaml:10:7: error: CustomTransform t: spec.remove[2]: it identifies the whole object; until that is mended, configmaps stay as they are in the WECs',
      't.yaml:11:7: error: CustomTransform t: spec.remove[3]: it identifies metadata.name, which is never removed; until that is mended, configmaps stay as they are in the WECs',
    ],
  },
  {
    title: 'two CustomTransforms for one resource, and one that does not say for which group',
    files: {
      't.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: CustomTransform
metadata: {name: t}
spec: {apiGroup: "", resource: configmaps, remove: ["$.data.port"]}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: CustomTransform
metadata: {name: u}
spec: {apiGroup: "", resource: configmaps, remove: ["$.data..x"]}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: CustomTransform
metadata: {name: v}
spec: {resource: deployments, remove: ["$.spec.replicas"]}
`,
    },
    prints: [
      't.yaml:4:22: warning: CustomTransform t: spec.resource: several CustomTransforms are for the same group and resource, and all of them are applied: t, u',
      't.yaml:9:22: warning: CustomTransform u: spec.resource: several CustomTransforms are for the same group and resource, and all of them are applied: t, u',
      't.yaml:14:1: error: CustomTransform v: spec.apiGroup: must be a string; it is missing; until that is mended, deployments stay as they are in the WECs',
    ],
  },
  {
    title: 'the same Binding by a user and by a policy',
    files: {
      'b.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: Binding
metadata: {name: all}
spec: {destinations: [{clusterId: berlin}]}
`,
    },
    prints: [
      'world.yaml:15:1: error: BindingPolicy all: a Binding named all exists that this policy does not own; it is left alone (expected: rename the policy, or delete that Binding)',
    ],
  },
  {
    title: 'a Binding of what does not exist',
    files: {
      'b.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: Binding
metadata: {name: mine}
spec:
  destinations: [{clusterId: berlin}, {clusterId: paris}]
  workload:
    namespaceScope: [{group: "", version: v1, resource: configmaps, namespace: shop, name: gone, resourceVersion: "1"}]
`,
    },
    prints: [
      'b.yaml:1:1: error: Binding mine: paris: there is no ManagedCluster of this name',
      'b.yaml:7:22: error: Binding mine: spec.workload.namespaceScope[0]: configmaps shop/gone: there is no such object',
    ],
  },
]
