// Adds to package-lock.json the packages for other platforms that the registry at hand did not know when the lock file was written:
// without an entry for each, `npm ci` calls the lock file out of date. They are installed nowhere else, so they carry no integrity.
// `--check` changes nothing, and fails where an entry is missing.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
]

/** `node_modules/a/node_modules/b` needs `c`: it may stand at each of these places. */
function placesOf(owner, name) {
  const places = []
  for (let folder = owner; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    places.push(`${folder}/node_modules/${name}`)
    if (!folder.includes('/node_modules/')) return [...places, `node_modules/${name}`]
  }
}

/** Platform packages are called after what they are for: `cli-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split(/[-/]/)
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
  return {
    cpu: processors.filter((processor) => words.includes(processor)),
    os: systems.filter((system) => words.includes(system)),
    ...(libc && { libc }),
  }
}

const missing = {}
for (const [owner, { optionalDependencies = {}, dev, devOptional }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (placesOf(owner, name).some((place) => place in lock.packages)) continue
    const { cpu, os, libc } = platformOf(name)
    if (!/^\d+\.\d+\.\d+/.test(version) || (cpu.length === 0 && os.length === 0))
      throw new Error(`which platform is ${name}@${version} for?`)
    const nested = Object.values(missing).some(
      (other) => other.name === name && other.entry.version !== version,
    )
    missing[nested ? `${owner}/node_modules/${name}` : `node_modules/${name}`] = {
      name,
      entry: {
        version,
        cpu,
        ...((dev || devOptional) && { dev: true }),
        ...(libc && { libc }),
        optional: true,
        os,
      },
    }
  }
}

const places = Object.keys(missing)
for (const place of places) console.log(`${place} ${missing[place].entry.version}`)
if (process.argv.includes('--check')) process.exit(places.length === 0 ? 0 : 1)
if (places.length > 0) {
  for (const place of places) lock.packages[place] = missing[place].entry
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
  )
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
