import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stringifyJson } from '@downsync/core'
import { startEmbeddedSpace } from '@downsync/space'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MemoryMachine, memoryMachine } from '../testing/memory-machine.ts'
import { liveCommandOf, liveCommands } from './commands.ts'
import { runLive } from './run-live.ts'

const downsync = async (line: string, machine: MemoryMachine = memoryMachine()) => {
  const [name = '', ...args] = line.split(' ')
  const command = liveCommands.get(name)
  if (command === undefined) throw new Error(`there is no command ${name}`)
  const code = await runLive(name, command, args, machine)
  return { code, output: machine.output(), errors: machine.errors() }
}

describe('what is wrong with a command line', () => {
  const usages: readonly (readonly [line: string, message: string])[] = [
    ['up --wecs none', '--wecs takes a whole number from 1 to 100, not "none"'],
    ['up --wecs 0', '--wecs takes a whole number from 1 to 100, not "0"'],
    ['up --wecs 101', '--wecs takes a whole number from 1 to 100, not "101"'],
    ['up here', 'up takes options only, not here'],
    ['up --dta x', 'up has no option --dta; did you mean --data?'],
    ['up --data', '--data needs a value'],
    [
      'run --controllers bindng',
      '--controllers takes binding, transport, status, not "bindng"; did you mean binding?',
    ],
    ['run --max-num-wrapped many', '--max-num-wrapped takes a whole number above 0, not "many"'],
    ['run --max-size-wrapped -1', '--max-size-wrapped needs a value'],
    ['run --paused=no', '--paused takes no value'],
    ['run wds1', 'run takes options only, not wds1'],
    ['hub now', 'hub takes options only, not now'],
    ['agent', 'say how the cluster is to be called: --wec-name NAME'],
    ['agent --wec-name x --label tier', '--label takes KEY=VALUE, not "tier"'],
    ['get', 'say what to get: policies or combinedstatuses'],
    ['get polices', 'get shows policies and combinedstatuses, not polices; did you mean policies?'],
    [
      'get combinedstatues',
      'get shows policies and combinedstatuses, not combinedstatues; did you mean combinedstatuses?',
    ],
    ['explain', 'say what to explain: explain deployment/web --cluster WEC, with -f FILES for files'],
    ['explain deployment/web', 'say for which WEC: --cluster NAME'],
    [
      'explain deployment/web x.yaml --cluster berlin',
      'explain takes one object, not deployment/web x.yaml; files come after -f',
    ],
    ['explain deployment/web --cluster berlin -o wide', '-o takes table, json or yaml, not "wide"'],
    ['get policies -o xml', '-o takes table, wide, json or yaml, not "xml"'],
    ['clusters accept', 'say which cluster to accept: clusters accept NAME'],
    ['clusters remove x', 'clusters takes nothing, or accept NAME, not remove x'],
    ['pause', 'say what to pause: names of policies, or --all'],
    ['pause shop --all', 'say what to pause: names of policies, or --all'],
    ['resume', 'say what to resume: names of policies, or --all'],
    ['prune wec1/x --all', 'say what to prune: names as WEC/WRAPPED, or --all'],
    ['adopt --al', 'adopt has no option --al; did you mean --all?'],
  ]
  it.each(usages)('%s', async (line, message) => {
    const { code, output, errors } = await downsync(line)
    expect(output).toBe('')
    expect(errors).toBe(`downsync: ${message}\nSee downsync --help.\n`)
    expect(code).toBe(2)
  })
})

describe('tables of kinds', () => {
  it('AGG-9 nothing runs while one of them is wrong', async () => {
    const machine = memoryMachine({ 'tables.yaml': 'group: example.com\nkind: Oven\nfields: []\n' })
    for (const command of ['run', 'get policies', 'explain deployment/web --cluster berlin'])
      expect(await downsync(`${command} --tables tables.yaml`, machine)).toMatchObject({
        code: 1,
        output: '',
      })
    expect(machine.errors().split('\n').slice(0, 2)).toEqual([
      'tables.yaml:1:1: error: table for Oven: observesGeneration: must be true or false; it is missing',
      'downsync: nothing is done until the tables are right',
    ])
  })
})

describe('explain', () => {
  it('says how files are given, where no space is', async () => {
    expect((await downsync('explain deployment/web --cluster berlin')).errors).toMatch(
      /give --wds-kubeconfig FILE or set KUBECONFIG; what is to be read from files comes after -f\n$/,
    )
  })

  it('is of spaces, unless files are given', () => {
    expect(liveCommandOf('explain', ['deployment/web', '--cluster', 'berlin'])).toBeDefined()
    for (const files of ['-f', '-fapp.yaml', '--filename', '--filename=app.yaml'])
      expect(liveCommandOf('explain', ['deployment/web', files])).toBeUndefined()
    expect(liveCommandOf('plan', [])).toBeUndefined()
  })
})

describe('a space that cannot be had', () => {
  let server = ''
  let close: () => Promise<void>
  beforeAll(async () => {
    const space = await startEmbeddedSpace({
      name: 'its1',
      users: [{ name: 'eve', groups: [], token: 'good' }],
    })
    server = space.url
    close = space.close
  })
  afterAll(() => close())

  const config = (given: { server?: string; token?: string; name?: string; current?: string }) => {
    const name = given.name ?? 'its1'
    return stringifyJson({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server: given.server ?? server } }],
      users: [{ name, user: { token: given.token ?? 'good' } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': given.current ?? name,
    })
  }

  it('no file at all', async () => {
    expect(await downsync('clusters')).toEqual({
      code: 1,
      output: '',
      errors:
        'downsync: the kubeconfig home/.kube/config cannot be read: there is no such file; give --its-kubeconfig FILE or set KUBECONFIG\n',
    })
  })

  it('a file that is not there', async () => {
    const { errors } = await downsync('clusters --its-kubeconfig nowhere')
    expect(errors).toBe('downsync: the kubeconfig nowhere cannot be read: there is no such file\n')
  })

  it('a file that may not be read', async () => {
    const machine = memoryMachine({ secret: { error: 'EACCES' } })
    const { errors } = await downsync('clusters --its-kubeconfig secret', machine)
    expect(errors).toBe('downsync: the kubeconfig secret cannot be read: permission denied\n')
  })

  it('a file that is no kubeconfig', async () => {
    const machine = memoryMachine({ list: '- a\n- b\n' })
    const { code, errors } = await downsync('clusters --its-kubeconfig list', machine)
    expect(errors).toMatch(/^downsync: list /)
    expect(code).toBe(1)
  })

  it('a context that is not in the file', async () => {
    const machine = memoryMachine({ config: config({}) })
    const { errors } = await downsync('clusters --its-kubeconfig config --its-context its2', machine)
    expect(errors).toBe('downsync: config has no context its2; it has its1; did you mean its1?\n')
  })

  it('a name that no context has', async () => {
    const machine = memoryMachine({ config: config({}) })
    const { errors } = await downsync('clusters --its-kubeconfig config --its-name mars', machine)
    expect(errors).toBe(
      'downsync: config has no context mars; it has its1; give --its-context for the ITS mars\n',
    )
  })

  it('a token that is not known', async () => {
    const machine = memoryMachine({ config: config({ token: 'old' }) })
    const { code, errors } = await downsync('clusters --its-kubeconfig config', machine)
    expect(errors).toBe(
      `downsync: the ITS at ${server} does not know the user of context its1 of config: Unauthorized; has the token expired?\n`,
    )
    expect(code).toBe(1)
  })

  it('a server that is not there', async () => {
    const free = await freePort()
    const machine = memoryMachine({ config: config({ server: `http://127.0.0.1:${free}` }) })
    const { errors } = await downsync('clusters --its-kubeconfig config', machine)
    expect(errors).toContain(`downsync: the ITS at http://127.0.0.1:${free} cannot be reached: `)
    expect(errors).toContain('refused')
  })

  it('a server that is something else', async () => {
    const web = createServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1')
    await new Promise((resolve) => web.once('listening', resolve))
    // Listening on a port, not on a pipe.
    const { port } = web.address() as AddressInfo
    const machine = memoryMachine({ config: config({ server: `http://127.0.0.1:${port}` }) })
    const { errors } = await downsync('clusters --its-kubeconfig config', machine)
    web.close()
    expect(errors).toMatch(/^downsync: the ITS at \S+ is no Kubernetes API server: /)
  })

  it('a server that serves no clusters, or does not let them be seen', async () => {
    const machine = memoryMachine({ config: config({}) })
    const { errors } = await downsync('clusters --its-kubeconfig config', machine)
    expect(errors).toMatch(/^downsync: cannot list ManagedClusters: .*forbidden|serves no ManagedClusters/)
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  // Listening on a port, not on a pipe.
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
