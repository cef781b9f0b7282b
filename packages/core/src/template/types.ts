import type { Definition } from './syntax/tree.ts'
import type { Bytes } from './text/bytes.ts'

/** What a template is expanded over: keys as `.key` names them, values as Go's strings; bytes where a value is no UTF-8. */
export type TemplateData = ReadonlyMap<string, string | Uint8Array>

/** Why a template gives nothing, or not all: found when it was read, or when it was executed. */
export type TemplateError = Readonly<{
  phase: 'parse' | 'exec'
  /** Go's text, with name and position: `template: t:1:3: …`. */
  message: string
}>

/** A template that was read, to be executed as often as one likes; it never changes. */
export type Template = Readonly<{
  name: string
  /** What was read; nobody else's business. */
  source: TemplateSource
}>

/** A text and all templates that it defines, the whole under its own name. */
export type TemplateSource = Readonly<{
  name: Bytes
  text: Bytes
  definitions: ReadonlyMap<Bytes, Definition>
}>

export type ParsedTemplate =
  | Readonly<{ ok: true; value: Template }>
  | Readonly<{ ok: false; error: TemplateError }>

/** What an execution wrote; with an error, what it had written before. */
export type Expansion = Readonly<{ output: string; error?: TemplateError }>

/** What an execution may cost at most (CUS-3). */
export type TemplateLimits = Readonly<{
  /** Steps: one for each node that is executed, and one for every 16 bytes that are handled. */
  steps?: number
  /** Bytes of output. */
  output?: number
}>
