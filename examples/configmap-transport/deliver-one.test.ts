import { readFileSync } from 'node:fs'
import { equalJson, type KubeObject, memberOf, nameOf, stringAt, valueAt } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { deliverOne, shown } from './deliver-one.ts'
import { RECORD } from './transport/names.ts'

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const blocks = [...readme.matchAll(/^```yaml\n([\s\S]*?)```$/gm)].map(([, text = '']) => text)

describe('one Deployment, sent as a ConfigMap', () => {
  it('is in the WEC, owned by the agent, and its state is in the WDS; the README shows what travelled', async () => {
    const { wrapped, records, here, there, isOwned } = await deliverOne()
    expect(wrapped.map(nameOf)).toEqual(['web-wds1-0', 'web-wds1-1'])
    expect(isOwned).toBe(true)
    expect(equalJson(valueAt(there, 'spec'), valueAt(here, 'spec'))).toBe(true)
    expect(memberOf(here, 'status')).toEqual(memberOf(there, 'status'))
    const ofNamespace = (record: KubeObject) =>
      stringAt(memberOf(record, 'data'), RECORD)?.includes('"namespaces"') === true
    expect(blocks).toEqual([shown(wrapped.slice(0, 1)), shown(records.filter(ofNamespace))])
  })
})
