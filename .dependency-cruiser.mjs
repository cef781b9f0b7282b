/** The order in which data goes through core. A stage imports only those before it, and through their index. */
const stages = [
  'kube',
  'api',
  'snapshot',
  'transport',
  'select',
  'bind',
  'deliver',
  'aggregate',
  'report',
  'collect',
  'reconcile',
  'engine',
  'explain',
]
/** Self-contained languages: they know the vocabulary and nothing else of core. */
const languages = ['template', 'cel', 'jsonpath']
/** Package → the packages that it may depend on. */
const packages = {
  core: [],
  'transport-ocm': ['core'],
  'adapter-k8s': ['core'],
  space: ['core', 'adapter-k8s'],
  agent: ['core', 'transport-ocm', 'adapter-k8s'],
  cli: ['core', 'transport-ocm', 'adapter-k8s', 'space', 'agent'],
}

const core = 'packages/core/src'
/** Tests, and the generators and worlds that stand beside them; core's `testing` is an export, for others' tests. */
const tests = '(\\.(test|bench)|[./-]arbitrar(y|ies))\\.ts$|^packages/(?!core/)[^/]+/src/testing/'
const oneOf = (names) => `(${names.join('|')})`

const stageOrder = stages.slice(0, -1).map((stage, at) => ({
  name: `core-${stage}-knows-no-later-stage`,
  severity: 'error',
  comment: `Data reaches ${stage} before the stages it would import here.`,
  from: { path: `^${core}/${stage}/`, pathNot: tests },
  to: { path: `^${core}/${oneOf(stages.slice(at + 1))}/` },
}))

const packageOrder = Object.entries(packages).map(([name, allowed]) => ({
  name: `package-${name}-depends-on-${allowed.length === 0 ? 'no-package' : allowed.join('-')}`,
  severity: 'error',
  // Tests may bring up what their package knows nothing of: an adapter is tried on embedded spaces.
  from: { path: `^packages/${name}/`, pathNot: tests },
  to: { path: '^packages/', pathNot: `^packages/${oneOf([name, ...allowed])}/` },
}))

export default {
  forbidden: [
    ...stageOrder,
    ...packageOrder,
    {
      name: 'core-stage-through-its-index',
      severity: 'error',
      comment: 'What a stage does not export from its index.ts is private to it.',
      from: { path: `^${core}/([^/]+)/`, pathNot: tests },
      to: { path: `^${core}/[^/]+/.`, pathNot: [`^${core}/$1/`, `^${core}/[^/]+/index\\.ts$`] },
    },
    {
      name: 'core-language-knows-the-vocabulary-only',
      severity: 'error',
      from: { path: `^${core}/${oneOf(languages)}/`, pathNot: tests },
      to: { path: `^${core}/`, pathNot: [`^${core}/$1/`, `^${core}/kube/`] },
    },
    {
      name: 'core-stage-knows-no-surface',
      severity: 'error',
      comment: 'The index of core and its helpers for tests stand on the stages, never the other way round.',
      from: { path: `^${core}/${oneOf([...stages, ...languages])}/`, pathNot: tests },
      to: { path: `^${core}/(index\\.ts$|testing/)` },
    },
    {
      name: 'core-is-nothing-of-node',
      severity: 'error',
      comment: 'Core runs in a browser: no builtin module of Node.',
      from: { path: `^${core}/`, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'package-through-its-exports',
      severity: 'error',
      comment: 'Another package is known by what it exports.',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot: [
          '^packages/$1/',
          '^packages/[^/]+/src/((select|testing)/)?index\\.ts$',
          '^packages/core/src/api/crd\\.ts$',
        ],
      },
    },
    {
      name: 'source-knows-no-tests',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: tests },
      to: { path: `^(test|examples)/|${tests}` },
    },
    {
      name: 'source-uses-declared-dependencies',
      severity: 'error',
      comment: 'What a package imports stands among its own dependencies, or its users do not have it.',
      from: { path: '^packages/[^/]+/src/', pathNot: tests },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only', 'npm-peer'],
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
