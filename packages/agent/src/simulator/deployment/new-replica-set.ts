import { apiVersionOf, type JsonObject, type KubeObject, nameOf, namespaceOf } from '@downsync/core'
import { objectAt, ownerReferenceTo } from '../shared/object.ts'
import { intAt } from '../shared/read.ts'
import { DEPLOYMENTS, REPLICA_SETS } from '../shared/resources.ts'
import { hashOfTemplate, POD_TEMPLATE_HASH } from '../shared/template.ts'
import type { DeploymentSpec } from './deployment-spec.ts'

/** The ReplicaSet of the present template; its name, label and selector tell the template. */
export function newReplicaSet(spec: DeploymentSpec, annotations: JsonObject, replicas: number): KubeObject {
  const { object, template } = spec
  const hash = hashOfTemplate(template, intAt(object, 'status', 'collisionCount'))
  const labels = { ...objectAt(template, 'metadata', 'labels'), [POD_TEMPLATE_HASH]: hash }
  const selector = objectAt(object, 'spec', 'selector')
  return {
    apiVersion: apiVersionOf(REPLICA_SETS.group, REPLICA_SETS.version),
    kind: REPLICA_SETS.kind,
    metadata: {
      name: `${nameOf(object)}-${hash}`,
      namespace: namespaceOf(object),
      labels,
      annotations,
      ownerReferences: [ownerReferenceTo(object, DEPLOYMENTS)],
    },
    spec: {
      replicas,
      ...(spec.minReadySeconds === 0 ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: {
        ...selector,
        matchLabels: { ...objectAt(selector, 'matchLabels'), [POD_TEMPLATE_HASH]: hash },
      },
      template: { ...template, metadata: { ...objectAt(template, 'metadata'), labels } },
    },
  }
}
