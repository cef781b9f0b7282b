import { memberOf, stringAt } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { type MemoryFiles, memorySystem } from '../testing/memory-system.ts'
import { readFiles } from './read-files.ts'

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`
const namesIn = (files: MemoryFiles, paths: readonly string[], input = '') =>
  readFiles(memorySystem(files, input), paths).documents.map(({ value }) =>
    stringAt(value, 'metadata', 'name'),
  )

describe('reading files', () => {
  it('reads folders in the order of their names, folders within too, and nothing but YAML and JSON', () => {
    const files = {
      'app/b.yml': object('b'),
      'app/a.yaml': object('a'),
      'app/c/d.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}}',
      'app/notes.txt': object('no'),
      'app/.hidden/x.yaml': object('no'),
      'app/node_modules/x.yaml': object('no'),
    }
    expect(namesIn(files, ['app'])).toEqual(['a', 'b', 'd'])
    expect(namesIn(files, ['app/'])).toEqual(['a', 'b', 'd'])
  })

  it('reads a file that is named whatever its ending, and each path once', () => {
    expect(namesIn({ notes: object('a') }, ['notes', 'notes'])).toEqual(['a'])
  })

  it('reads several documents, and passes over empty ones', () => {
    expect(
      namesIn({ 'a.yaml': `---\n# nothing\n---\n${object('a')}---\n${object('b')}` }, ['a.yaml']),
    ).toEqual(['a', 'b'])
  })

  it('reads JSON and YAML from standard input', () => {
    expect(namesIn({}, ['-'], '{"kind": "ConfigMap", "metadata": {"name": "a"}}')).toEqual(['a'])
    expect(namesIn({}, ['-'], object('b'))).toEqual(['b'])
  })

  it('NUM-1: loses no digit of JSON', () => {
    const { documents } = readFiles(memorySystem({ 'a.json': '{"n": 9007199254740993}' }), ['a.json'])
    expect(memberOf(documents[0]?.value, 'n')).toBe(9007199254740993n)
  })

  it('takes lists apart, and says of what is in them where it stands', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${object('a').replaceAll('\n', '\n  ')}\n- apiVersion: v1\n  kind: ConfigMapList\n  items:\n  - metadata:\n      name: b\n`
    const { documents } = readFiles(memorySystem({ 'list.yaml': list }), ['list.yaml'])
    expect(
      documents.map(({ value }) => [memberOf(value, 'kind'), stringAt(value, 'metadata', 'name')]),
    ).toEqual([
      ['ConfigMap', 'a'],
      ['ConfigMap', 'b'],
    ])
    expect(documents.map(({ placeOf }) => placeOf('metadata.name').line)).toEqual([6, 12])
  })

  it('finds the place of fields in JSON too', () => {
    const { documents } = readFiles(memorySystem({ 'a.json': '{\n "a": [\n  1,\n  {"b": 2}]}' }), ['a.json'])
    expect(documents[0]?.placeOf('a[1].b')).toEqual({ line: 4, column: 4 })
    expect(documents[0]?.placeOf('a[7].c')).toEqual({ line: 2, column: 2 })
  })
})
