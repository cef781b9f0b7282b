import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments.ts'

const request = (line: string) => {
  const read = readArguments(line.split(' '))
  if (!read.ok) throw new Error(read.message)
  return read.request
}

describe('the command line', () => {
  it('takes all files after -f, as a shell expands a pattern', () => {
    expect(request('plan -f a.yaml b.yaml --clusters c.yaml d.yaml -o json -f e.yaml')).toMatchObject({
      files: ['a.yaml', 'b.yaml', 'e.yaml'],
      clusters: ['c.yaml', 'd.yaml'],
      output: 'json',
    })
  })

  it('takes files without -f, too', () => {
    expect(request('plan app --verbose')).toMatchObject({ files: ['app'], verbose: true })
  })

  it('knows the object to explain before the files, and after them', () => {
    const wanted = { object: 'cm/a', wec: 'w', files: ['a.yaml', 'b.yaml'] }
    expect(request('explain cm/a --cluster w -f a.yaml b.yaml')).toMatchObject(wanted)
    expect(request('explain -f a.yaml b.yaml --cluster w cm/a')).toMatchObject(wanted)
    expect(request('explain --cluster w -f a.yaml b.yaml cm/a')).toMatchObject(wanted)
  })

  it('has limits and names', () => {
    expect(
      request(
        'plan -f - --max-size-wrapped 5 --max-num-wrapped 1 --wds-name w -n shop --now 2026-01-01T00:00:00Z',
      ),
    ).toMatchObject({
      limits: { bytes: 5, objects: 1 },
      wdsName: 'w',
      namespace: 'shop',
      now: '2026-01-01T00:00:00Z',
    })
  })

  it.each(['--help', 'help', 'plan --help', '-h'])('helps: %s', (line) => {
    expect(request(line)).toEqual({ command: 'help' })
  })
})
