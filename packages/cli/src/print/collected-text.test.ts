import { type KubeObject, objectOf, type Value } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import type { Collected } from '../report/collected.ts'
import { collectedText } from './collected-text.ts'
import { styleFor } from './text.ts'

const combined: KubeObject = {
  apiVersion: 'control.kubestellar.io/v1alpha1',
  kind: 'CombinedStatus',
  metadata: objectOf([['name', 'x']]),
}
const text = (string: string): Value => ({ type: 'String', string })
const number = (float: string): Value => ({ type: 'Number', float })

function shown(result: Partial<Collected['results'][number]>, isWide = false): readonly string[] {
  const whole = { name: 'c', columnNames: [], rows: [], rowErrors: [], aggregationErrors: [], ...result }
  const object = { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' }
  return collectedText([{ object, binding: 'p', results: [whole], combined }], {
    ...styleFor(false),
    isWide,
  }).slice(2)
}

describe('what StatusCollectors found, as tables', () => {
  it('COL-8 shows values as they are: numbers exactly and on the right, nothing as a dash', () => {
    const rows = [
      { columns: [text('east'), number('9223372036854775807'), { type: 'Bool', bool: true } as const] },
      { columns: [text(''), number('NaN'), { type: 'Array', array: [1, 'a'] } as const] },
      { columns: [text('west'), { type: 'Null' } as const, { type: 'Object', object: { a: 1 } } as const] },
    ]
    expect(shown({ columnNames: ['wec', 'count', 'more'], rows })).toEqual([
      '    wec                 count  more',
      '    east  9223372036854775807  true',
      '    ""                    NaN  [1,"a"]',
      '    west                    -  {"a":1}',
    ])
  })

  it('COL-3, COL-6, COL-7 names under it what failed, and where', () => {
    const rowErrors = [
      { wec: { clusterId: 'east' }, columnName: '', error: 'no' },
      { wec: { clusterId: 'west' }, columnName: 'ready', error: 'neither' },
    ]
    const aggregationErrors = [{ columnName: 'sum', error: 'over nothing' }]
    expect(shown({ rowErrors, aggregationErrors })).toEqual([
      '    ! east: filter: no',
      '    ! west: ready: neither',
      '    ! sum: over nothing',
    ])
  })

  it('shows ten errors, and all with -o wide', () => {
    const aggregationErrors = Array.from({ length: 12 }, (_, at) => ({ columnName: `c${at}`, error: 'no' }))
    expect(shown({ aggregationErrors }).slice(9)).toEqual([
      '    ! c9: no',
      '    ! … and 2 errors more; -o wide shows all',
    ])
    expect(shown({ aggregationErrors }, true)).toHaveLength(12)
  })

  it('lets nothing that a WEC says command the terminal or break a row, and cuts what is long', () => {
    const rows = [{ columns: [text(`\u001b[2J\n\u0085${'x'.repeat(100)}`)] }]
    const [, cell = ''] = shown({ columnNames: ['said'], rows })
    expect(cell).toBe(`    \\u001b[2J\\n\\u0085${'x'.repeat(22)}…`)
    expect(shown({ columnNames: ['said'], rows }, true)[1]).toContain('x'.repeat(100))
  })

  it('COL-7 a row that is shorter than the header has nothing there', () => {
    expect(shown({ columnNames: ['a', 'b'], rows: [{ columns: [text('x')] }] })[1]).toBe('    x  -')
  })
})
