import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileProblem, readTextFile, writeTextFile } from './index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'downsync-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('text files', () => {
  it('are written whole, with their mode, over what was there and over what a crash left', async () => {
    const path = join(folder, 'a')
    await writeFile(path, 'old', { mode: 0o644 })
    await writeFile(`${path}.new`, 'half', { mode: 0o644 })
    expect(await writeTextFile(path, 'new', 0o600)).toEqual({ ok: true, value: undefined })
    expect(await readTextFile(path)).toEqual({ ok: true, value: 'new' })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('that are not there are none, and no fault', async () => {
    expect(await readTextFile(join(folder, 'a'))).toEqual({ ok: true, value: undefined })
  })

  it('that cannot be had say why, in words', async () => {
    const inside = join(folder, 'a', 'b')
    expect(await writeTextFile(inside, '', 0o600)).toEqual({
      ok: false,
      message: `cannot write ${inside}: it does not exist`,
    })
    expect(await readTextFile(folder)).toEqual({
      ok: false,
      message: `cannot read ${folder}: it is a folder, not a file`,
    })
    const refused = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
    expect(fileProblem(refused, 'write', '/x')).toBe('cannot write /x: no permission')
    expect(fileProblem(new Error('odd'), 'write', '/x')).toBe('cannot write /x: odd')
  })
})
