import {
  conditionOf,
  conditionsOf,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
} from '@downsync/core'
import { NODES, paths, type Stage } from './stage.ts'

/** One thing that a user does. */
export type Edit = Readonly<{
  what: string
  do(stage: Stage): Promise<void>
  /** Something that comes of it only after a while, and must be there before it counts as settled. */
  until?(objects: readonly KubeObject[]): boolean
}>

/** The edit, and what to wait for. */
export function until(edit: Edit, isThere: (objects: readonly KubeObject[]) => boolean): Edit {
  return { ...edit, until: isThere }
}

/** Whether the condition of an object has this reason. */
export function says(kind: Kind, name: string, type: string, reason: string) {
  return (objects: readonly KubeObject[]): boolean => {
    const object = objects.find((one) => one.kind === kind && nameOf(one) === name)
    return conditionOf(conditionsOf(object), type)?.reason === reason
  }
}

type Kind = keyof typeof paths

export function create(kind: Kind, object: JsonObject, what: string): Edit {
  return {
    what: `${what}: create ${kind}`,
    do: async (stage) => {
      await stage.send('POST', paths[kind], object)
    },
  }
}

/** A merge patch. */
export function change(kind: Kind, name: string, what: string, patch: JsonObject): Edit {
  return {
    what: `${kind} ${name}: ${what}`,
    do: async (stage) => {
      await stage.send('PATCH', `${paths[kind]}/${name}`, patch)
    },
  }
}

export function remove(
  kind: Kind,
  name: string,
  propagationPolicy: 'Background' | 'Foreground' | 'Orphan' = 'Background',
): Edit {
  return {
    what: `delete ${kind} ${name}, ${propagationPolicy}`,
    do: async (stage) => {
      await stage.send('DELETE', `${paths[kind]}/${name}`, { propagationPolicy })
    },
  }
}

/** The first of the Pods with this label, by name, or all of them. */
export function removePods(app: string, which: 'first' | 'all'): Edit {
  return {
    what: `delete Pods of ${app}: ${which}`,
    do: async (stage) => {
      for (const name of await podsOf(stage, app, which)) await stage.send('DELETE', `${paths.Pod}/${name}`)
    },
  }
}

export function relabelPod(app: string, label: JsonObject, what: string): Edit {
  return {
    what: `Pod of ${app}: ${what}`,
    do: async (stage) => {
      const [name = ''] = await podsOf(stage, app, 'first')
      await stage.send('PATCH', `${paths.Pod}/${name}`, { metadata: { labels: label } })
    },
  }
}

async function podsOf(stage: Stage, app: string, which: 'first' | 'all'): Promise<readonly string[]> {
  const pods = (await stage.objects()).filter(
    (object) => object.kind === 'Pod' && memberOf(labelsOf(object), 'app') === app,
  )
  const names = pods.map(nameOf).sort()
  return which === 'all' ? names : names.slice(0, 1)
}

export function node(name: string, what: 'add' | 'remove' | JsonObject): Edit {
  if (what === 'remove')
    return {
      what: `remove node ${name}`,
      do: async (stage) => {
        await stage.send('DELETE', `${NODES}/${name}`)
      },
    }
  const metadata = { name, labels: { 'kubernetes.io/hostname': name } }
  if (what === 'add')
    return {
      what: `add node ${name}`,
      do: async (stage) => {
        await stage.send('POST', NODES, { apiVersion: 'v1', kind: 'Node', metadata })
        // A new node counts as not ready, and nothing runs on it, until somebody says otherwise.
        await stage.send('PATCH', `${NODES}/${name}`, { spec: { taints: null } })
      },
    }
  return {
    what: `change node ${name}: ${JSON.stringify(what)}`,
    do: async (stage) => {
      await stage.send('PATCH', `${NODES}/${name}`, what)
    },
  }
}

/** Several at once. */
export function together(...all: readonly Edit[]): Edit {
  return {
    what: all.map((edit) => edit.what).join('; '),
    do: async (stage) => {
      for (const edit of all) await edit.do(stage)
    },
  }
}
