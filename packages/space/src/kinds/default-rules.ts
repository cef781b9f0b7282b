import { isObject, type Json, type JsonObject, listAt, memberOf, stringAt, withMember } from '@downsync/core'

/** Fills in members of a structure that depend on others of it. */
export type DefaultRule = (value: JsonObject) => JsonObject

/** By the names of structures; each is applied before what is inside. */
export const defaultRules: Readonly<Record<string, DefaultRule>> = {
  'core.Volume': (volume) =>
    Object.keys(volume).some((key) => key !== 'name') ? volume : { ...volume, emptyDir: {} },
  'core.Container': withPullPolicy,
  'core.EphemeralContainer': withPullPolicy,
  'core.PodSpec': (spec) => {
    // Two names of one thing.
    const account = stringAt(spec, 'serviceAccountName') ?? stringAt(spec, 'serviceAccount')
    return account === undefined ? spec : { ...spec, serviceAccountName: account, serviceAccount: account }
  },
  'core.Pod': (pod) => withSpec(pod, podSpec),
  'core.Service': (service) => withSpec(service, serviceSpec),
  'core.ServicePort': (port) => {
    const target = memberOf(port, 'targetPort')
    return target === 0 || target === '' || target === undefined
      ? { ...port, targetPort: memberOf(port, 'port') ?? 0 }
      : port
  },
  'core.ReplicationController': (controller) => {
    const labels = memberOf(
      memberOf(memberOf(memberOf(controller, 'spec'), 'template'), 'metadata'),
      'labels',
    )
    if (!isObject(labels)) return controller
    const selected = withSpec(controller, (spec) => withDefault(spec, 'selector', labels))
    return withLabels(selected, labels)
  },
  'core.LimitRangeItem': limitRangeItem,
  'apps.DeploymentStrategy': (strategy) =>
    stringAt(strategy, 'type') === 'RollingUpdate' || stringAt(strategy, 'type') === undefined
      ? withInner(strategy, 'rollingUpdate', { maxUnavailable: '25%', maxSurge: '25%' })
      : strategy,
  'apps.DaemonSetUpdateStrategy': (strategy) =>
    stringAt(strategy, 'type') === 'RollingUpdate' || stringAt(strategy, 'type') === undefined
      ? withInner(strategy, 'rollingUpdate', { maxUnavailable: 1, maxSurge: 0 })
      : strategy,
  'apps.StatefulSetUpdateStrategy': (strategy) => {
    const type = stringAt(strategy, 'type')
    if (type === undefined)
      return withInner({ ...strategy, type: 'RollingUpdate' }, 'rollingUpdate', { partition: 0 })
    return type === 'RollingUpdate' && isObject(memberOf(strategy, 'rollingUpdate'))
      ? withInner(strategy, 'rollingUpdate', { partition: 0 })
      : strategy
  },
  'batch.Job': (job) => {
    const labels = memberOf(memberOf(memberOf(memberOf(job, 'spec'), 'template'), 'metadata'), 'labels')
    return withSpec(isObject(labels) ? withLabels(job, labels) : job, jobSpec)
  },
  'networking.NetworkPolicySpec': (spec) => {
    const hasEgress = listAt(spec, 'egress').length > 0
    return withDefault(spec, 'policyTypes', hasEgress ? ['Ingress', 'Egress'] : ['Ingress'])
  },
  'rbac.Subject': (subject) => {
    const kind = stringAt(subject, 'kind')
    return kind === 'User' || kind === 'Group'
      ? withDefault(subject, 'apiGroup', 'rbac.authorization.k8s.io')
      : subject
  },
  'autoscaling.HorizontalPodAutoscalerBehavior': (behavior) => ({
    ...behavior,
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
      ...inner(behavior, 'scaleUp'),
    },
    scaleDown: {
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      ...inner(behavior, 'scaleDown'),
    },
  }),
}

// Of Jobs alone: a CronJob keeps its template as it was written.
function jobSpec(spec: JsonObject): JsonObject {
  const modes = { completionMode: 'NonIndexed', suspend: false, manualSelector: false, ...spec }
  const isOnce = memberOf(spec, 'completions') === undefined && memberOf(spec, 'parallelism') === undefined
  const counted = isOnce ? { ...modes, completions: 1, parallelism: 1 } : withDefault(modes, 'parallelism', 1)
  const isPerIndex = memberOf(spec, 'backoffLimitPerIndex') !== undefined
  const limited = withDefault(counted, 'backoffLimit', isPerIndex ? 2_147_483_647 : 6)
  const hasPolicy = memberOf(spec, 'podFailurePolicy') !== undefined
  return withDefault(limited, 'podReplacementPolicy', hasPolicy ? 'Failed' : 'TerminatingOrFailed')
}

function withPullPolicy(container: JsonObject): JsonObject {
  const image = stringAt(container, 'image') ?? ''
  const tag = /:([^:/@]+)$/.exec(image.split('@')[0] ?? '')?.[1]
  const isLatest = tag === 'latest' || (tag === undefined && !image.includes('@'))
  return withDefault(container, 'imagePullPolicy', isLatest ? 'Always' : 'IfNotPresent')
}

// What holds for Pods and not for templates of them.
function podSpec(spec: JsonObject): JsonObject {
  const isOnHost = memberOf(spec, 'hostNetwork') === true
  const container = (value: Json): Json => {
    if (!isObject(value)) return value
    const limits = inner(inner(value, 'resources'), 'limits')
    const requests = { ...limits, ...inner(inner(value, 'resources'), 'requests') }
    const filled =
      Object.keys(limits).length === 0
        ? value
        : { ...value, resources: { ...inner(value, 'resources'), requests } }
    const ports = memberOf(filled, 'ports')
    return isOnHost && Array.isArray(ports)
      ? { ...filled, ports: ports.map((port: Json) => withHostPort(port)) }
      : filled
  }
  const lists = ['containers', 'initContainers']
    .filter((key) => memberOf(spec, key) !== undefined)
    .map((key): [string, Json] => [key, listAt(spec, key).map(container)])
  return withDefault({ ...spec, ...Object.fromEntries(lists) }, 'enableServiceLinks', true)
}

function withHostPort(port: Json): Json {
  return isObject(port) ? withDefault(port, 'hostPort', memberOf(port, 'containerPort') ?? 0) : port
}

function serviceSpec(spec: JsonObject): JsonObject {
  const type = stringAt(spec, 'type') ?? 'ClusterIP'
  const isOutside = type === 'NodePort' || type === 'LoadBalancer'
  const hasExternal = type === 'ClusterIP' && listAt(spec, 'externalIPs').length > 0
  let filled = spec
  if (memberOf(spec, 'sessionAffinity') === 'ClientIP')
    filled = withDefault(filled, 'sessionAffinityConfig', { clientIP: { timeoutSeconds: 10_800 } })
  else filled = withMember(filled, 'sessionAffinityConfig', undefined)
  if (isOutside || hasExternal) filled = withDefault(filled, 'externalTrafficPolicy', 'Cluster')
  if (isOutside || type === 'ClusterIP') filled = withDefault(filled, 'internalTrafficPolicy', 'Cluster')
  return type === 'LoadBalancer' ? withDefault(filled, 'allocateLoadBalancerNodePorts', true) : filled
}

function limitRangeItem(item: JsonObject): JsonObject {
  if (stringAt(item, 'type') !== 'Container') return item
  const most = { ...inner(item, 'max'), ...inner(item, 'default') }
  const least = { ...inner(item, 'min'), ...most, ...inner(item, 'defaultRequest') }
  return {
    ...item,
    ...(Object.keys(most).length === 0 ? {} : { default: most }),
    ...(Object.keys(least).length === 0 ? {} : { defaultRequest: least }),
  }
}

function withDefault(value: JsonObject, key: string, fallback: Json): JsonObject {
  return memberOf(value, key) === undefined ? { ...value, [key]: fallback } : value
}

function withInner(value: JsonObject, key: string, fallbacks: JsonObject): JsonObject {
  return { ...value, [key]: { ...fallbacks, ...inner(value, key) } }
}

function withSpec(object: JsonObject, fill: DefaultRule): JsonObject {
  const spec = memberOf(object, 'spec')
  return isObject(spec) ? { ...object, spec: fill(spec) } : object
}

function withLabels(object: JsonObject, labels: JsonObject): JsonObject {
  return { ...object, metadata: withDefault(inner(object, 'metadata'), 'labels', labels) }
}

function inner(value: JsonObject, key: string): JsonObject {
  const member = memberOf(value, key)
  return isObject(member) ? member : {}
}
