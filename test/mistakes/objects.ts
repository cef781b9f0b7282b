import type { Mistake } from './mistake.ts'

/** Objects that no server would take, or that say something else than was meant. */
export const objectMistakes: readonly Mistake[] = [
  {
    title: 'a text instead of an object',
    files: {
      'a.yaml': `hello
`,
    },
    prints: ['a.yaml:1:1: error: it is the text "hello", not an object of Kubernetes'],
  },
  {
    title: 'no apiVersion',
    files: {
      'a.yaml': `kind: Deployment
metadata: {name: a}
`,
    },
    prints: ['a.yaml:1:1: error: apiVersion is missing: for a Deployment it is apps/v1'],
  },
  {
    title: 'apiversion in small letters',
    files: {
      'a.yaml': `apiversion: v1
kind: ConfigMap
metadata: {name: a}
`,
    },
    prints: ['a.yaml:1:1: error: apiVersion is missing: it is written apiVersion, not apiversion'],
  },
  {
    title: 'no kind',
    files: {
      'a.yaml': `apiVersion: v1
metadata: {name: a}
`,
    },
    prints: ['a.yaml:1:1: error: kind is missing'],
  },
  {
    title: 'no metadata',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
`,
    },
    prints: ['a.yaml:1:1: error: metadata is missing: the ConfigMap has no name'],
  },
  {
    title: 'metadata misspelt',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metdata: {name: a}
`,
    },
    prints: ['a.yaml:3:1: error: metadata is missing: it is written metadata, not metdata'],
  },
  {
    title: 'no name',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {namespace: shop}
`,
    },
    prints: ['a.yaml:3:1: error: metadata.name is missing'],
  },
  {
    title: 'a name that only a server can make up',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {generateName: a-}
`,
    },
    prints: ['a.yaml:3:12: error: only a server makes up a name: give metadata.name'],
  },
  {
    title: 'a number as a name',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: 2024}
`,
    },
    prints: ['a.yaml:3:12: error: metadata.name must be a string, not the number 2024; put it in quotes'],
  },
  {
    title: 'a list as metadata',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: [a]
`,
    },
    prints: ['a.yaml:3:1: error: metadata must be an object, not a list'],
  },
  {
    title: 'a kind misspelt',
    files: {
      'a.yaml': `apiVersion: apps/v1
kind: Deploymnt
metadata: {name: a}
`,
    },
    prints: ['a.yaml:2:1: error: no kind Deploymnt of apps/v1 is known; did you mean Deployment?'],
  },
  {
    title: 'a kind in the wrong group',
    files: {
      'a.yaml': `apiVersion: v1
kind: Deployment
metadata: {name: a}
`,
    },
    prints: ['a.yaml:2:1: error: Deployment belongs to apps/v1, not to v1'],
  },
  {
    title: 'a version that is not served',
    files: {
      'a.yaml': `apiVersion: apps/v2
kind: Deployment
metadata: {name: a}
`,
    },
    prints: ['a.yaml:1:1: error: Deployment is served as apps/v1, not as apps/v2'],
  },
  {
    title: 'a version of long ago',
    files: {
      'a.yaml': `apiVersion: extensions/v1beta1
kind: PodSecurityPolicy
metadata: {name: a}
`,
    },
    prints: [
      'a.yaml:2:1: error: extensions/v1beta1 is not served any more: use apps/v1, networking.k8s.io/v1 or policy/v1',
    ],
  },
  {
    title: 'a custom resource without its definition',
    files: {
      'a.yaml': `apiVersion: example.com/v1
kind: Oven
metadata: {name: a}
`,
    },
    prints: [
      'a.yaml:2:1: error: no kind Oven of example.com/v1 is known; add its CustomResourceDefinition to the files',
    ],
  },
  {
    title: 'a Kustomization',
    files: {
      'a.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [a.yaml]
metadata: {name: a}
`,
    },
    prints: [
      'a.yaml:2:1: error: a Kustomization is for kustomize: downsync reads what comes out (kubectl kustomize FOLDER | downsync plan -f -)',
    ],
  },
  {
    title: 'a definition under another name',
    files: {
      'a.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: oven.example.com}
spec:
  group: example.com
  names: {plural: ovens, kind: Oven}
  scope: Namespaced
  versions: [{name: v1, served: true, storage: true}]
`,
    },
    prints: [
      'a.yaml:3:12: error: CustomResourceDefinition oven.example.com: metadata.name: must be ovens.example.com, the plural and the group',
    ],
  },
  {
    title: 'a definition that serves nothing',
    files: {
      'a.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ovens.example.com}
spec:
  group: example.com
  names: {plural: ovens, kind: Oven}
  versions: [{name: v1, served: false, storage: true}]
`,
    },
    prints: [
      'a.yaml:7:3: error: CustomResourceDefinition ovens.example.com: spec.versions: no version is served',
    ],
  },
  {
    title: 'a number as a label',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop, labels: {tier: 1}}
`,
    },
    prints: [
      'a.yaml:3:47: error: ConfigMap a: metadata.labels[tier] must be a string, not the number 1; put it in quotes',
    ],
  },
  {
    title: 'an unquoted yes as a label',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop, labels: {spare: yes}}
`,
    },
    prints: [
      'a.yaml:3:47: error: ConfigMap a: metadata.labels[spare] must be a string, not the boolean true; put it in quotes',
    ],
  },
  {
    title: 'a label that is too free',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop, labels: {owner: "Jane Doe"}}
`,
    },
    prints: [
      "a.yaml:3:47: error: ConfigMap a: metadata.labels[owner]: \"Jane Doe\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    ],
  },
  {
    title: 'a list of labels',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop, labels: [app]}
`,
    },
    prints: ['a.yaml:3:38: error: ConfigMap a: metadata.labels must be an object, not a list'],
  },
  {
    title: 'a label key with two slashes',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop, labels: {a/b/c: d}}
`,
    },
    prints: [
      "a.yaml:3:47: error: ConfigMap a: metadata.labels: the key \"a/b/c\": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ],
  },
  {
    title: 'an object that stands twice, differently',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
data: {x: "1"}
`,
      'b.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
data: {x: "2"}
`,
    },
    prints: [
      'b.yaml:1:1: error: configmaps shop/a stands twice, with different content: a.yaml:1 has it first, and that one counts',
    ],
  },
  {
    title: 'no namespace where there should be one',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: b}
`,
    },
    code: 0,
    prints: [
      'a.yaml:3:1: warning: ConfigMap a and another object name no namespace: taken to be in default, as kubectl does (-n gives another)',
    ],
  },
  {
    title: 'a namespace where there is none',
    files: {
      'a.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: a, namespace: shop}
`,
    },
    code: 0,
    prints: [
      'a.yaml:3:21: warning: ClusterRole a: a ClusterRole is in no namespace: metadata.namespace is passed over',
    ],
  },
  {
    title: 'a Namespace that is not given',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: market}
`,
    },
    code: 0,
    prints: [
      'a.yaml:3:21: warning: Namespace market is not among the files: namespaceSelectors match nothing in it',
    ],
  },
  {
    title: 'a version that servers convert',
    files: {
      'a.yaml': `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: a, namespace: shop}
`,
    },
    code: 0,
    prints: [
      'a.yaml:1:1: warning: servers convert horizontalpodautoscalers.autoscaling to v2, which they prefer; they are planned as written, in v1',
    ],
  },
  {
    title: 'a template that is no template',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop, labels: {app: shop}, annotations: {control.kubestellar.io/expand-templates: "true"}}
data:
  plain: of {{.region}}
  app.yaml: "{{.region"
`,
    },
    prints: [
      'a.yaml:6:3: error: ConfigMap shop/a: data["app.yaml"]: template: berlin/ConfigMap(shop/a).data.app.yaml:1: unclosed action',
    ],
  },
  {
    title: 'a template that asks for a property that two WECs do not have',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop, labels: {app: shop}, annotations: {control.kubestellar.io/expand-templates: "true"}}
data: {tier: "{{.region}} {{.tier}}"}
`,
      'b.yaml': `apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata: {name: bonn, labels: {region: eu}}
---
apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata: {name: bremen, labels: {region: eu}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: bonn, namespace: customization-properties}
data: {tier: gold}
`,
    },
    prints: [
      'a.yaml:4:8: error: ConfigMap shop/a: data.tier: template: berlin/ConfigMap(shop/a).data.tier:1:14: executing "berlin/ConfigMap(shop/a).data.tier" at <.tier>: map has no entry for key "tier" (and 1 more WECs)',
    ],
  },
  {
    title: 'an object that the hub would refuse',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: A_b, namespace: shop, labels: {app: shop}}
`,
    },
    prints: [
      "a.yaml:3:12: error: ConfigMap A_b: metadata.name \"A_b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    ],
  },
  {
    title: 'an object that no ManifestWork can carry',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop, labels: {app: shop}}
data: {x: "${'x'.repeat(600_000)}"}
`,
    },
    prints: [
      'a.yaml:1:1: error: ConfigMap shop/a: it has 600125 bytes, and the transport carries 512000 at most: split it, or deliver it by other means',
    ],
  },
]
