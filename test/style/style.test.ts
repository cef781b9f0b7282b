import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** What is in the project, or would be at the next commit. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)))
const text = (file: string) => readFileSync(join(root, file), 'utf8')

/** Tests, and the generators that stand beside them. */
const isTest = (file: string) => /(\.(test|test-d|bench)|[./-]arbitrar(y|ies))\.ts$/.test(file)
const sources = files.filter((file) => /^packages\/[^/]+\/src\/.*\.ts$/.test(file) && !isTest(file))
const typescript = files.filter((file) => file.endsWith('.ts'))
const readable = files.filter((file) => /(\.(ts|mjs|json|ya?ml|md|sh)|\.ci\/run|\.npmrc)$/.test(file))

/** `file:line` of every line that matches. */
function linesWith(pattern: RegExp, where: readonly string[]): string[] {
  return where.flatMap((file) =>
    text(file)
      .split('\n')
      .flatMap((line, at) =>
        pattern.test(line) ? [`${file}:${String(at + 1)}: ${line.trim().slice(0, 100)}`] : [],
      ),
  )
}

/** Files longer than a reader likes, each with the one concept that fills it. */
const longForAReason: Readonly<Record<string, string>> = {}

describe('how the code reads', () => {
  it('looks at files at all', () => {
    expect(sources.length).toBeGreaterThan(10)
    expect(readable).toContain('package.json')
  })

  it('has at most 300 lines in a file, or says why', () => {
    const long = sources.filter((file) => text(file).split('\n').length > 301)
    expect(long.filter((file) => !Object.hasOwn(longForAReason, file))).toEqual([])
    expect(Object.keys(longForAReason).filter((file) => !long.includes(file))).toEqual([])
  })

  it('names files in kebab-case', () => {
    expect(sources.filter((file) => !/^([a-z0-9-]+\/)+[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(file))).toEqual([])
  })

  it('silences no type check', () => {
    const ours = typescript.filter((file) => !file.startsWith('test/style/'))
    expect(linesWith(/@ts-(ignore|nocheck)|(eslint|oxlint)-disable/, ours)).toEqual([])
    expect(linesWith(/@ts-expect-error/, sources)).toEqual([])
  })

  it('runs every test', () => {
    expect(linesWith(/\b(it|test|describe)\.(skip|only|todo|fails)\b/, files.filter(isTest))).toEqual([])
  })

  it('imports files with their extension', () => {
    expect(linesWith(/\bfrom '\.{1,2}\/(?!.*\.(ts|json|mjs)')/, typescript)).toEqual([])
  })
})

describe('core is a function of its arguments', () => {
  const core = sources.filter((file) => file.startsWith('packages/core/src/'))

  it('P-1: has no clock, no randomness, and no locale', () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\.localeCompare\(|\.toLocale\w+\(|\bIntl\.|\bperformance\.now\(/
    // The tables of time zones come with the runtime (COL-2); the locale there is fixed.
    const judged = core.filter((file) => !file.endsWith('/cel/time/zone-offset.ts'))
    expect(linesWith(impure, judged)).toEqual([])
  })

  it('tells nobody on the side', () => {
    expect(linesWith(/\bconsole\.|\bprocess\.|\bglobalThis\b|\bfetch\(/, core)).toEqual([])
  })

  it('has no top-level await, so that require() loads it', () => {
    expect(linesWith(/^(export const .* = |const .* = )?await /, core)).toEqual([])
  })
})

describe("the project is nobody's machine", () => {
  it('names no path of a machine', () => {
    const machinePath = new RegExp(
      `(^|[\\s'"\`(=:])/(${['work', 'tmp', 'root', 'home', 'Users'].join('|')})/[\\w.-]`,
    )
    expect(
      linesWith(
        machinePath,
        readable.filter((file) => file !== 'package-lock.json'),
      ),
    ).toEqual([])
  })

  it('names no registry', () => {
    expect(linesWith(/"resolved": "https?:/, ['package-lock.json'])).toEqual([])
    expect(linesWith(/registry\s*=|_auth/, ['.npmrc'])).toEqual([])
  })

  it('has a lock file from which `npm ci` installs on every platform', () => {
    expect(execFileSync('node', ['.ci/complete-lock.mjs', '--check'], { cwd: root, encoding: 'utf8' })).toBe(
      '',
    )
  })

  it('pins its dependencies', () => {
    const manifests = files.filter((file) => /^(packages\/[^/]+\/)?package\.json$/.test(file))
    expect(manifests.length).toBeGreaterThan(1)
    // What a user of a package brings along has a range.
    const pinned = manifests.flatMap((file) => {
      const { dependencies, devDependencies } = JSON.parse(text(file)) as Record<
        string,
        Record<string, string>
      >
      return Object.entries({ ...dependencies, ...devDependencies })
    })
    expect(pinned.filter(([, version]) => /^([\^~<>*]|latest)/.test(version))).toEqual([])
  })

  it('carries its licence in every package', () => {
    const packages = files.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file))
    for (const manifest of packages)
      expect(text(manifest.replace('package.json', 'LICENSE'))).toBe(text('LICENSE'))
  })
})
