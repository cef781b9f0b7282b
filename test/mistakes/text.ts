import type { Mistake } from './mistake.ts'

/** Files and texts that cannot be read as they are. */
export const textMistakes: readonly Mistake[] = [
  {
    title: 'a tab as indentation',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
	name: a
`,
    },
    prints: ['a.yaml:4:1: error: a tab indents this line; YAML takes spaces only'],
  },
  {
    title: 'a key that stands twice',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
data:
  x: "1"
  x: "2"
`,
    },
    prints: ['a.yaml:6:3: error: the key x stands twice in one mapping'],
  },
  {
    title: 'uneven indentation',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: a
 namespace: shop
`,
    },
    prints: [
      'a.yaml:5:1: error: this line is indented differently from its neighbours (all mapping items must start at the same column)',
    ],
  },
  {
    title: 'a bracket that is not closed',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop
`,
    },
    prints: ['a.yaml:4:1: error: a { above is not closed'],
  },
  {
    title: 'a quote that is not closed',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: "a
  namespace: shop
`,
    },
    prints: ['a.yaml:6:1: error: a quote " is not closed'],
  },
  {
    title: 'a colon in a plain text',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
data:
  note: see: below
`,
    },
    prints: ['a.yaml:5:9: error: a second ": " stands in this line: a text that has one goes in quotes'],
  },
  {
    title: 'an anchor that does not exist',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: *common
`,
    },
    prints: ['a.yaml:3:11: error: there is no anchor &common before the alias *common'],
  },
  {
    title: 'aliases that would grow without end',
    files: {
      'a.yaml': `a: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]
f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]
`,
    },
    prints: ['a.yaml:1:1: error: its aliases stand for more than 1000 copies: write them out'],
  },
  {
    title: 'a merge of what is no mapping',
    files: { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {<<: 5}\n' },
    prints: ['a.yaml:1:1: error: what << merges must be a mapping, or a list of them'],
  },
  {
    title: 'a tag that Kubernetes does not know',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: !mine {name: a}
`,
    },
    prints: ['a.yaml:3:11: error: Kubernetes knows no tag !mine'],
  },
  {
    title: 'a number that JSON does not have',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
data: {limit: .inf}
`,
    },
    prints: ['a.yaml:4:15: error: JSON, and so Kubernetes, has no number .inf'],
  },
  {
    title: 'an integer of more than 64 bits',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
numbers: [12345678901234567890123]
`,
    },
    code: 0,
    prints: [
      'a.yaml:4:11: warning: 12345678901234567890123 is beyond 64 bits: API servers round it; put it in quotes if it is a text',
    ],
  },
  {
    title: 'a list as a key',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
? [a, b]
: c
`,
    },
    prints: ['a.yaml:4:3: error: a key must be a plain text, not a list or a mapping'],
  },
  {
    title: 'a Helm template',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-prices
`,
    },
    prints: [
      'a.yaml:4:10: error: a key must be a plain text, not a list or a mapping; this looks like a Helm template: render it first (helm template … | downsync plan -f -)',
    ],
  },
  {
    title: 'one bad document among good ones',
    files: {
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
---
kind: [
---
apiVersion: v1
kind: ConfigMap
metadata: {name: b, namespace: shop}
---
kind: {
`,
    },
    prints: ['a.yaml:6:1: error: a [ above is not closed', 'a.yaml:12:1: error: a { above is not closed'],
  },
  {
    title: 'JSON with a comma too many',
    files: {
      'a.json': `{"apiVersion": "v1",
 "kind": "ConfigMap",}
`,
    },
    prints: ['a.json:2:22: error: it is no JSON: expected a string, found "}\\n"'],
  },
  {
    title: 'JSON that ends early',
    files: {
      'a.json': '{"apiVersion": "v1"',
    },
    prints: ['a.json:1:20: error: it is no JSON: expected , or }, found the end of the text'],
  },
  {
    title: 'YAML in a .json file',
    files: {
      'a.json': `apiVersion: v1
`,
    },
    prints: ['a.json:1:1: error: it is no JSON: expected a value, found "apiVersion: v1\\n"'],
  },
  {
    title: 'lists within lists within lists',
    files: {
      'a.yaml': '['.repeat(600) + ']'.repeat(600),
    },
    prints: ['a.yaml:1:1: error: it is nested more than 500 levels deep'],
  },
  {
    title: 'an empty file',
    files: {
      'a.yaml': '',
    },
    code: 0,
    prints: ['a.yaml: warning: it is empty: it holds no object'],
  },
  {
    title: 'a file of comments',
    files: {
      'a.yaml': `# to be done
---
# later
`,
    },
    code: 0,
    prints: ['a.yaml: warning: it is empty: it holds no object'],
  },
  {
    title: 'a picture',
    files: {
      'a.yaml': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]),
    },
    prints: ['a.yaml: error: it is no text in UTF-8'],
  },
  {
    title: 'Latin-1',
    files: {
      'a.yaml': new Uint8Array([0x61, 0x3a, 0xe9]),
    },
    prints: ['a.yaml: error: it is no text in UTF-8'],
  },
  {
    title: 'a file that does not exist',
    args: ['plan', '-f', 'nosuch.yaml', 'world.yaml'],
    prints: ['nosuch.yaml: error: there is no such file or folder'],
  },
  {
    title: 'a file that may not be read',
    files: {
      'a.yaml': { error: 'EACCES' },
    },
    prints: ['a.yaml: error: it may not be read: permission denied'],
  },
  {
    title: 'a folder that may not be read',
    files: { 'app/': { error: 'EACCES' }, 'app/a.yaml': '' },
    args: ['plan', '-f', 'app', 'world.yaml'],
    prints: ['app: error: it may not be read: permission denied'],
  },
  {
    title: 'a folder without objects',
    files: {
      'docs/readme.md': '# nothing',
    },
    args: ['plan', '-f', 'docs', 'world.yaml'],
    prints: ['docs: error: no file in this folder ends in .yaml, .yml or .json'],
  },
  {
    title: 'a folder in which one file is broken',
    files: {
      'app/a.yaml': `a: b: c
`,
      'app/b.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: b, namespace: shop}
`,
      'app/notes.txt': '{{',
    },
    args: ['plan', '-f', 'app', 'world.yaml'],
    prints: ['app/a.yaml:1:4: error: a second ": " stands in this line: a text that has one goes in quotes'],
  },
  {
    title: 'nothing on standard input',
    standardInput: '',
    args: ['plan', '-f', '-', 'world.yaml'],
    code: 0,
    prints: ['standard input: warning: it is empty: it holds no object'],
  },
  {
    title: 'broken JSON on standard input',
    standardInput: '{"items": [}',
    args: ['plan', '-f', '-', 'world.yaml'],
    prints: ['standard input:1:12: error: it is no JSON: expected a value, found "}"'],
  },
]
