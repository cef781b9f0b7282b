import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installPacked, type Packed, root } from './install-packed.ts'
import { newcomer } from './newcomer.ts'

let project: string
let packed: readonly Packed[]

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'downsync-packed-'))
  packed = installPacked(project)
})
afterAll(() => {
  rmSync(project, { recursive: true, force: true })
})

const write = (file: string, text: string) => {
  writeFileSync(join(project, file), text)
}
const node = (...args: readonly string[]) =>
  execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

const expectDownsync = (answer: string) => {
  const actions = JSON.parse(answer) as string[]
  expect(actions).toContain('create wds bindings  shop')
  expect(actions.filter((action) => action.startsWith('create its manifestworks'))).not.toEqual([])
}

describe('what is in a tarball', () => {
  it('is what was built, its licence and its manifest', () => {
    expect(packed.map(({ name }) => name)).toContain('@downsync/core')
    for (const { files } of packed) {
      expect(files).toContain('LICENSE')
      expect(
        files.filter(
          (file) => !/^(dist\/.*\.(js|d\.ts|js\.map)|LICENSE|README\.md|package\.json)$/.test(file),
        ),
      ).toEqual([])
      expect(files.filter((file) => file.includes('.test.'))).toEqual([])
    }
  })
})

describe('the packages as others get them', () => {
  it('are imported as ES modules', () => {
    write('use.mjs', newcomer.esm)
    expectDownsync(node('use.mjs'))
  })

  it('are required from CommonJS', () => {
    write('use.cjs', newcomer.commonJs)
    expectDownsync(node('use.cjs'))
  })

  it('are one instance, however they are loaded', () => {
    write(
      'same.mjs',
      `import { createRequire } from 'node:module'
import * as imported from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
const require = createRequire(import.meta.url)
console.log(require('@downsync/core') === imported, require('@downsync/transport-ocm').ocmTransport === ocmTransport)
`,
    )
    expect(node('same.mjs').trim()).toBe('true true')
  })

  it('have the CustomResourceDefinitions apart', () => {
    write(
      'crds.mjs',
      `import { controlCrds } from '@downsync/core/crds'
console.log(controlCrds().map((crd) => crd.spec.names.kind).join())
`,
    )
    expect(node('crds.mjs').trim().split(',')).toContain('BindingPolicy')
  })

  it.each([
    { module: 'nodenext', moduleResolution: 'nodenext', file: 'typed.ts' },
    { module: 'nodenext', moduleResolution: 'nodenext', file: 'typed.cts' },
    { module: 'esnext', moduleResolution: 'bundler', file: 'typed.ts' },
  ])('are typed for $moduleResolution in $file', ({ module, moduleResolution, file }) => {
    write(file, newcomer.typescript)
    write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          module,
          moduleResolution,
          target: 'es2022',
          // zod's types name URL, which those of a browser or of Node.js declare.
          lib: ['es2023', 'dom'],
          types: [],
          strict: true,
          noEmit: true,
        },
        files: [file],
      }),
    )
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'],
      {
        cwd: project,
        encoding: 'utf8',
      },
    )
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  })

  it('are bundled for a browser, and need TextEncoder there, beyond the language', async () => {
    write('browser.mjs', newcomer.browser)
    const { outputFiles } = await build({
      entryPoints: [join(project, 'browser.mjs')],
      bundle: true,
      platform: 'browser',
      format: 'iife',
      write: false,
      logLevel: 'silent',
    })
    const context: { TextEncoder: typeof TextEncoder; answer?: string } = { TextEncoder }
    runInContext(outputFiles.map(({ text }) => text).join('\n'), createContext(context))
    expectDownsync(context.answer ?? '[]')
  })

  it('bring the program downsync', () => {
    expect(node('node_modules/@downsync/cli/dist/main.js', '--help')).toContain('downsync')
    expect(node('node_modules/@downsync/cli/dist/main.js', 'crds')).toContain('kind: BindingPolicy')
  })
})
