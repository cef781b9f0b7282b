/** What Stryker reports of one folder, as far as it is read here. */
export type MutationReport = Readonly<{
  files: Readonly<Record<string, Readonly<{ source: string; mutants: readonly Mutant[] }>>>
}>

type Place = Readonly<{ line: number; column: number }>
type Mutant = Readonly<{
  mutatorName: string
  replacement?: string
  status: string
  /** It is in what is computed when core is loaded. */
  static?: boolean
  location: Readonly<{ start: Place; end: Place }>
}>

const REASONS: readonly (readonly [reason: string, holds: (mutant: Mutant, line: string) => boolean])[] = [
  ['no test comes there', ({ status }) => status === 'NoCoverage'],
  [
    'a shortcut: without it the same comes out, later',
    ({ mutatorName, replacement }, line) =>
      mutatorName === 'ConditionalExpression' &&
      replacement === 'false' &&
      /\breturn\b|\bcontinue\b|\?|\|\|/.test(line),
  ],
  [
    'a check of what the code before it, or a type, has made sure of',
    ({ mutatorName }) => mutatorName === 'ConditionalExpression' || mutatorName === 'BooleanLiteral',
  ],
  [
    'a default, or a second condition, that no input needs',
    ({ mutatorName }) => mutatorName === 'LogicalOperator' || mutatorName === 'OptionalChaining',
  ],
  [
    'a word that no test reads',
    ({ mutatorName }) => mutatorName === 'StringLiteral' || mutatorName === 'Regex',
  ],
  [
    'a limit, moved by one',
    ({ mutatorName }) =>
      /^(EqualityOperator|ArithmeticOperator|UpdateOperator|UnaryOperator|AssignmentOperator)$/.test(
        mutatorName,
      ),
  ],
  [
    'an order, or a selection, that what follows makes anew',
    ({ mutatorName }) => mutatorName === 'MethodExpression',
  ],
  ['something that is made, and not looked at', () => true],
]

/**
 * The mutants that survived, by the reason that such a change mostly has (a guess from what was changed, for a person to confirm), most
 * first; each with its place, what stood there and what was put there.
 */
export function survivorsOf(
  report: MutationReport,
): readonly Readonly<{ reason: string; mutants: readonly string[] }>[] {
  const groups = new Map<string, string[]>()
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
    const lines = source.split('\n')
    for (const mutant of mutants) {
      if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue
      const { start, end } = mutant.location
      const line = lines[start.line - 1] ?? ''
      const reason = REASONS.find(([, holds]) => holds(mutant, line))?.[0] ?? ''
      const was = line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined)
      const group = groups.get(reason) ?? []
      groups.set(reason, group)
      group.push(`${file}:${start.line} ${mutant.mutatorName}: ${was} → ${mutant.replacement ?? ''}`)
    }
  }
  return [...groups]
    .map(([reason, mutants]) => ({ reason, mutants }))
    .sort((one, other) => other.mutants.length - one.mutants.length)
}
