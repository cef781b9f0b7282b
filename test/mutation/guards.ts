/**
 * The tests that guard a folder of core, besides those in it: properties of the whole in which the folder decides most. The
 * quickest are run first, and the first test that fails ends the run of a mutant.
 */
export const guards: Readonly<Record<string, readonly string[]>> = {
  select: ['reference', 'explain'].map(property),
  bind: ['counterexamples', 'reference', 'life-cycle'].map(property),
  deliver: [
    'counterexamples',
    'reference',
    'customization',
    'transforms',
    'make-before-break',
    'life-cycle',
  ].map(property),
  reconcile: ['counterexamples', 'reference', 'others', 'refusals', 'reports', 'convergence'].map(property),
  template: ['test/mutation/template-vectors.ts'],
  report: [
    ...['reported-state', 'reports', 'rows', 'combined'].map(
      (name) => `packages/core/src/engine/${name}.test.ts`,
    ),
    property('reports'),
  ],
  aggregate: ['test/mutation/law-scopes.ts', 'test/law/aggregate.test.ts', 'test/law/beyond-scopes.test.ts'],
  cel: ['test/mutation/cel-vectors.ts', 'test/cel/spec.test.ts'],
  collect: ['test/mutation/combinedstatus-vectors.ts', 'packages/core/src/engine/combined.test.ts'],
}

function property(name: string): string {
  return `test/properties/${name}.test.ts`
}
