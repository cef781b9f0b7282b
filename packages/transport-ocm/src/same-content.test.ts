import type { KubeObject } from '@downsync/core'
import { serverForm } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { isSameContent } from './same-content.ts'

const job: KubeObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'a', creationTimestamp: null },
  spec: {
    jobTemplate: { metadata: { creationTimestamp: null }, spec: { template: { metadata: { labels: {} } } } },
    volumes: [{ metadata: { creationTimestamp: null, name: 'v' } }],
  },
}

describe("the server's form of a manifest", () => {
  it('P-6a has no null creationTimestamp in any metadata', () => {
    expect(serverForm(job)).toEqual({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'a' },
      spec: {
        jobTemplate: { metadata: {}, spec: { template: { metadata: { labels: {} } } } },
        volumes: [{ metadata: { name: 'v' } }],
      },
    })
    expect(isSameContent(job, serverForm(job))).toBe(true)
  })

  it('keeps times, and nulls that are not of metadata', () => {
    const resource: KubeObject = {
      apiVersion: 'example.com/v1',
      kind: 'X',
      metadata: { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z', labels: null },
      spec: { creationTimestamp: null },
    }
    expect(serverForm(resource)).toBe(resource)
  })

  it('is no other content than another value', () => {
    expect(isSameContent(job, { ...job, spec: {} })).toBe(false)
  })
})
