import { createBudget } from './execute/budget.ts'
import { createOutput } from './execute/output.ts'
import type { Run } from './execute/run.ts'
import { scopeOf } from './execute/scope.ts'
import { walk } from './execute/walk.ts'
import { runTask } from './task.ts'
import { decodeUtf8 } from './text/utf8.ts'
import type { Expansion, Template, TemplateData, TemplateLimits } from './types.ts'
import { goMapOf } from './value/go-map.ts'
import type { Value } from './value/value.ts'

// More than any author needs, and still done within about a second.
const MOST_STEPS = 1_000_000
const MOST_OUTPUT = 1 << 20

/**
 * Expands a template over data, as Go does with the option `missingkey=error` (CUS-3). Bytes that are no UTF-8 come out as
 * U+FFFD.
 * @returns what was written; with Go's message when it failed, or one of ours when a limit was reached
 */
export function executeTemplate(
  template: Template,
  data: TemplateData,
  limits: TemplateLimits = {},
): Expansion {
  const { source } = template
  const { steps = MOST_STEPS, output: most = MOST_OUTPUT } = limits
  const output = createOutput(most)
  const run: Run = {
    source,
    output,
    budget: createBudget(steps),
    limits: { steps, output: most },
    at: undefined,
  }
  const dot: Value = { kind: 'map', value: goMapOf(data) }
  const statements = source.definitions.get(source.name)?.statements ?? []
  const outcome = runTask(walk({ run, scope: scopeOf(source.name, 0, dot), dot }, statements))
  const written = decodeUtf8(output.text())
  if (outcome.ok) return { output: written }
  return { output: written, error: { phase: 'exec', message: decodeUtf8(outcome.failure) } }
}
