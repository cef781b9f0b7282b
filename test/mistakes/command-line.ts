import type { Mistake } from './mistake.ts'

/** Arguments. */
export const commandLineMistakes: readonly Mistake[] = [
  {
    title: 'no file',
    args: ['plan'],
    code: 2,
    prints: [
      'downsync: say which files to plan: -f FILE-OR-FOLDER, or -f - for standard input',
      'See downsync --help.',
    ],
  },
  {
    title: '-f without a value',
    args: ['plan', '-f'],
    code: 2,
    prints: ['downsync: -f needs a value', 'See downsync --help.'],
  },
  {
    title: 'an unknown command',
    args: ['paln', '-f', 'world.yaml'],
    code: 2,
    prints: ['downsync: there is no command paln; did you mean plan?', 'See downsync --help.'],
  },
  {
    title: 'an unknown option',
    args: ['plan', '--cluster-file', 'c.yaml', '-f', 'world.yaml'],
    code: 2,
    prints: ['downsync: there is no option --cluster-file', 'See downsync --help.'],
  },
  {
    title: 'an option misspelt',
    args: ['plan', '-f', 'world.yaml', '--verbos'],
    code: 2,
    prints: ['downsync: there is no option --verbos; did you mean --verbose?', 'See downsync --help.'],
  },
  {
    title: 'a format that does not exist',
    args: ['plan', '-f', 'world.yaml', '-o', 'xml'],
    code: 2,
    prints: ['downsync: -o takes table, json, yaml, not "xml"', 'See downsync --help.'],
  },
  {
    title: 'a size that is none',
    args: ['plan', '-f', 'world.yaml', '--max-size-wrapped', '400k'],
    code: 2,
    prints: ['downsync: --max-size-wrapped takes a whole number above 0, not "400k"', 'See downsync --help.'],
  },
  {
    title: 'a number of 0',
    args: ['plan', '-f', 'world.yaml', '--max-num-wrapped', '0'],
    code: 2,
    prints: ['downsync: --max-num-wrapped takes a whole number above 0, not "0"', 'See downsync --help.'],
  },
  {
    title: 'a time that is none',
    args: ['plan', '-f', 'world.yaml', '--now', 'yesterday'],
    code: 2,
    prints: [
      'downsync: --now takes a time such as 2026-01-31T12:00:00Z, not "yesterday"',
      'See downsync --help.',
    ],
  },
  {
    title: 'a value where none is taken',
    args: ['plan', '-f', 'world.yaml', '--verbose=yes'],
    code: 2,
    prints: ['downsync: --verbose takes no value', 'See downsync --help.'],
  },
  {
    title: 'options of another command',
    args: ['plan', '-f', 'world.yaml', '--cluster', 'berlin'],
    code: 2,
    prints: [
      'downsync: --cluster is for explain; clusters of a plan come from --clusters FILE',
      'See downsync --help.',
    ],
  },
  {
    title: 'explain without an object',
    args: ['explain', '-f', 'world.yaml', '--cluster', 'berlin'],
    code: 2,
    prints: [
      'downsync: say what to explain and from which files: explain deployment/web --cluster WEC -f FILES',
      'See downsync --help.',
    ],
  },
  {
    title: 'explain without a cluster',
    args: ['explain', 'cm/shop/prices', '-f', 'world.yaml'],
    code: 2,
    prints: ['downsync: say for which WEC: --cluster NAME', 'See downsync --help.'],
  },
  {
    title: 'explain two objects',
    args: ['explain', 'cm/shop/prices', 'cm/shop/other', '--cluster', 'berlin', '-f', 'world.yaml'],
    code: 2,
    prints: [
      'downsync: explain takes one object, not cm/shop/prices cm/shop/other; write it as resource/name or resource/namespace/name',
      'See downsync --help.',
    ],
  },
  {
    title: 'explain an object that does not exist',
    args: ['explain', 'cm/shop/price', '--cluster', 'berlin', '-f', 'world.yaml'],
    prints: ['error: the files have no configmaps shop/price; did you mean prices?'],
  },
  {
    title: 'explain an object in another namespace',
    args: ['explain', 'cm/prices', '--cluster', 'berlin', '-f', 'world.yaml'],
    prints: ['error: the files have no configmaps default/prices; there is configmaps shop/prices'],
  },
  {
    title: 'explain a resource that does not exist',
    args: ['explain', 'configmpas/shop/prices', '--cluster', 'berlin', '-f', 'world.yaml'],
    prints: ['error: there is no resource configmpas; did you mean configmaps?'],
  },
  {
    title: 'explain a name alone',
    args: ['explain', 'prices', '--cluster', 'berlin', '-f', 'world.yaml'],
    prints: ['error: an object is written resource/name or resource/namespace/name, not prices'],
  },
  {
    title: 'explain with a namespace where there is none',
    args: ['explain', 'ns/shop/shop', '--cluster', 'berlin', '-f', 'world.yaml'],
    prints: ['error: namespaces are in no namespace: write ns/shop'],
  },
  {
    title: 'explain in a cluster that does not exist',
    args: ['explain', 'cm/shop/prices', '--cluster', 'berln', '-f', 'world.yaml'],
    prints: ['error: there is no ManagedCluster berln; did you mean berlin?'],
  },
  {
    title: 'explain in a cluster that is nothing like the others',
    args: ['explain', 'cm/shop/prices', '--cluster', 'x', '-f', 'world.yaml'],
    prints: ['error: there is no ManagedCluster x; there are berlin'],
  },
]
