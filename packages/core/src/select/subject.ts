import { type JsonObject, type KubeObject, labelsOf, names, type ObjectId, objectOf } from '../kube/index.ts'
import type { NamespaceView, Subject } from './types.ts'

/**
 * An object as clauses look at it (SEL-9).
 * @param namespace what is known of its Namespace; an id without namespace is cluster-scoped, whatever is given here
 */
export function subjectOf(id: ObjectId, object: KubeObject, namespace: NamespaceView): Subject {
  return {
    id,
    labels: visibleLabels(labelsOf(object)),
    namespace: id.namespace === '' ? { kind: 'clusterScoped' } : visibleView(namespace),
  }
}

/** Labels as selectors see them: those that this project writes do not exist (SEL-9). */
export function visibleLabels(labels: JsonObject): JsonObject {
  if (!names.ownLabels.some((name) => Object.hasOwn(labels, name))) return labels
  return objectOf(Object.entries(labels).filter(([name]) => !names.ownLabels.includes(name)))
}

function visibleView(view: NamespaceView): NamespaceView {
  if (view.kind !== 'labels') return view
  const labels = visibleLabels(view.labels)
  return labels === view.labels ? view : { kind: 'labels', labels }
}
