import { isList, isObject, type Json, memberOf, names } from '@downsync/core'
import type { Complaint, Document, Reading } from './document.ts'

/**
 * Documents of `--clusters`: ManagedClusters as they are, and the short form, a mapping of names to labels (or a list of such, or of names)
 * made into ManagedClusters.
 * @example { 'eu-1': { region: 'eu' }, 'us-1': { region: 'us' } }
 */
export function readClusters({ documents, complaints }: Reading): Reading {
  const read = documents.map(clustersIn)
  return {
    documents: read.flatMap((one) => one.documents),
    complaints: [...complaints, ...read.flatMap((one) => one.complaints)],
  }
}

function clustersIn(document: Document): Reading {
  const { value } = document
  if (typeof value === 'string') return { documents: [clusterOf(document, value, {}, '')], complaints: [] }
  if (!isObject(value))
    return failed(document, '', 'clusters are ManagedClusters, or a mapping of names to labels')
  if (memberOf(value, 'apiVersion') !== undefined || memberOf(value, 'kind') !== undefined)
    return full(document)
  const made: Document[] = []
  const complaints: Complaint[] = []
  for (const [name, labels] of Object.entries(value)) {
    const path = `[${JSON.stringify(name)}]`
    if (labels === null || isObject(labels)) made.push(clusterOf(document, name, labels ?? {}, path))
    else {
      const what = isList(labels) ? 'a list' : JSON.stringify(labels)
      complaints.push(
        ...failed(document, path, `the labels of the cluster ${name} must be a mapping, not ${what}`)
          .complaints,
      )
    }
  }
  return { documents: made, complaints }
}

function full(document: Document): Reading {
  const kind = memberOf(document.value, 'kind')
  if (kind === 'ManagedCluster') return { documents: [document], complaints: [] }
  return failed(
    document,
    'kind',
    `--clusters takes ManagedClusters, not ${typeof kind === 'string' ? `a ${kind}` : 'this'}; give other objects with -f`,
  )
}

function clusterOf({ file, placeOf }: Document, name: string, labels: Json, path: string): Document {
  const apiVersion = `${names.INVENTORY_GROUP}/v1`
  return {
    file,
    value: { apiVersion, kind: 'ManagedCluster', metadata: { name, labels } },
    // The fields that it was not made of have no place of their own.
    placeOf: (field) =>
      placeOf(path + field.replace(/^metadata\.labels(?=\[)/, '').replace(/^metadata.*/, '')),
  }
}

function failed({ file, placeOf }: Document, path: string, message: string): Reading {
  return { documents: [], complaints: [{ severity: 'error', file, place: placeOf(path), message }] }
}
