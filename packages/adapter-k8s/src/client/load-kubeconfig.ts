import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import {
  isObject,
  type JsonObject,
  memberOf,
  parseJson,
  stringAt,
  stringifyJson,
  withMember,
} from '@downsync/core'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Attempt } from '../attempt.ts'
import { type ContextParts, readContext } from './read-kubeconfig.ts'

export type KubeConfigOptions = Readonly<{
  /** The name of the file, for messages; its paths are relative to the file's folder. */
  where: string
  /** Default: the file's `current-context`. */
  context?: string
}>

/**
 * Reads the text of a kubeconfig file, for one of its contexts.
 * @returns the configuration with that context and no other, or what is wrong with the file
 */
export async function loadKubeConfig(text: string, options: KubeConfigOptions): Promise<Attempt<KubeConfig>> {
  const { where, context } = options
  // The first takes half a second to load, which those who need no API server should not wait for.
  const [{ KubeConfig }, { parse }] = await Promise.all([import('@kubernetes/client-node'), import('yaml')])
  try {
    const value: unknown = parse(text)
    const json = parseJson(JSON.stringify(value ?? null))
    const parts = readContext(json.ok ? json.value : null, where, context)
    if (!parts.ok) return parts
    const files = withFiles(parts.value, where)
    if (!files.ok) return files
    const kubeConfig = new KubeConfig()
    kubeConfig.loadFromString(configText(files.value))
    return { ok: true, value: kubeConfig }
  } catch (error) {
    return { ok: false, message: `${where} is no kubeconfig file: ${reasonOf(error)}` }
  }
}

function configText({ name, context, cluster, user }: ContextParts): string {
  return stringifyJson({
    clusters: [{ name: stringAt(context, 'cluster') ?? '', cluster }],
    users: [{ name: stringAt(context, 'user') ?? '', user }].filter((one) => one.name !== ''),
    contexts: [{ name, context }],
    'current-context': name,
  })
}

const CERTIFICATES = [
  ['cluster', 'certificate-authority'],
  ['user', 'client-certificate'],
  ['user', 'client-key'],
] as const

// Paths made absolute, and everything that is a certificate or key looked at once: a handshake would say less.
function withFiles(parts: ContextParts, where: string): Attempt<ContextParts> {
  const changed: Record<(typeof CERTIFICATES)[number][0], JsonObject> = {
    cluster: parts.cluster,
    user: parts.user,
  }
  for (const [part, field] of CERTIFICATES) {
    const data = stringAt(changed[part], `${field}-data`) ?? ''
    const path = stringAt(changed[part], field) ?? ''
    if (data !== '') {
      // As everywhere in Kubernetes, what stands in the file itself goes before another file.
      changed[part] = withMember(changed[part], field, undefined)
      if (!isPem(Buffer.from(data, 'base64').toString()))
        return { ok: false, message: `${field}-data of ${where} is no PEM text in base64` }
    } else if (path !== '') {
      const file = resolve(dirname(where), path)
      const problem = pemProblem(file)
      if (problem !== undefined) return { ok: false, message: `${field} of ${where}: ${file} ${problem}` }
      changed[part] = withMember(changed[part], field, file)
    }
  }
  return {
    ok: true,
    value: { ...parts, cluster: changed.cluster, user: withPaths(changed.user, dirname(where)) },
  }
}

function withPaths(user: JsonObject, folder: string): JsonObject {
  const exec = memberOf(user, 'exec')
  const command = stringAt(exec, 'command') ?? ''
  const tokenFile = stringAt(user, 'tokenFile') ?? ''
  if (tokenFile !== '') {
    // It is read again and again, as it is renewed; as in client-go it goes before a token that stands there.
    const config = { tokenFile: resolve(folder, tokenFile) }
    return withMember(withMember(user, 'token', undefined), 'auth-provider', { name: 'tokenFile', config })
  }
  // A bare name is looked for where programs are.
  if (!isObject(exec) || !command.includes('/')) return user
  return withMember(user, 'exec', withMember(exec, 'command', resolve(folder, command)))
}

function pemProblem(file: string): string | undefined {
  try {
    return isPem(readFileSync(file, 'utf8')) ? undefined : 'is no PEM text'
  } catch (error) {
    return `cannot be read (${reasonOf(error)})`
  }
}

function isPem(text: string): boolean {
  return text.includes('-----BEGIN ')
}

// The first line: a YAML reader adds an excerpt of the file, in which a token may stand.
function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return line.replace(/:$/, '')
}
