import {
  executeTemplate,
  isObject,
  type JsonObject,
  memberOf,
  parseTemplate,
  stringAt,
  type TemplateError,
} from '@downsync/core'
import { differenceOf, type Suite } from '../suite.ts'

/** CUS-3: what Go's text/template writes, and its errors with their positions. */
export const template: Suite = { file: 'template', check, alter }

/** `templateName` of template.meta.json: a template can call itself by its name. */
export const TEMPLATE_NAME = 'wec1/ConfigMap(ns1/cm1).data.k'

type Outcome = Readonly<{ output: string; error?: TemplateError }>

function check(vector: JsonObject): string | undefined {
  const { output, error } = expand(stringAt(vector, 'template') ?? '', dataOf(vector))
  return (
    differenceOf('ok', vector['ok'], error === undefined) ??
    differenceOf('phase', vector['phase'], error?.phase ?? null) ??
    differenceOf('error', vector['error'], error?.message ?? null) ??
    differenceOf('output', vector['output'], output)
  )
}

function expand(text: string, data: ReadonlyMap<string, string>): Outcome {
  const parsed = parseTemplate(TEMPLATE_NAME, text)
  return parsed.ok ? executeTemplate(parsed.value, data) : { output: '', error: parsed.error }
}

function dataOf(vector: JsonObject): ReadonlyMap<string, string> {
  const data = memberOf(vector, 'data')
  return new Map(Object.entries(isObject(data) ? data : {}).map(([key, value]) => [key, String(value)]))
}

function alter(vector: JsonObject): JsonObject {
  return { ...vector, output: `${String(vector['output'])}x` }
}
