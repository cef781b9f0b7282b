import { compareUtf8 } from '@downsync/core'
import type { System } from '../system.ts'
import type { Complaint, Document, Reading } from './document.ts'
import { readJson } from './read-json.ts'
import { readYaml } from './read-yaml.ts'
import { unwrapLists } from './unwrap-lists.ts'

/** The name of standard input, and what it is called in messages. */
export const STANDARD_INPUT = '-'
const STANDARD_INPUT_NAME = 'standard input'
/** Folders within folders; a link that leads back would else never end. */
const DEEPEST_FOLDER = 30

/** What reading takes of the machine. */
export type Files = Pick<System, 'isFolder' | 'namesIn' | 'read' | 'readStandardInput'>

/**
 * Reads files of YAML and JSON, folders of them (all that ends in .yaml, .yml or .json, sorted, folders within too), and `-` for standard input.
 * Lists of objects come apart. What cannot be read is a complaint, and the rest is read all the same.
 */
export function readFiles(files: Files, paths: readonly string[]): Reading {
  const documents: Document[] = []
  const complaints: Complaint[] = []
  const add = (reading: Reading) => {
    for (const one of reading.documents) documents.push(one)
    for (const one of reading.complaints) complaints.push(one)
  }
  for (const path of new Set(paths)) {
    if (path === STANDARD_INPUT) add(readBytes(STANDARD_INPUT_NAME, () => files.readStandardInput()))
    else for (const found of filesAt(files, path, complaints)) add(readBytes(found, () => files.read(found)))
  }
  return { documents, complaints }
}

function filesAt(files: Files, path: string, complaints: Complaint[], depth = 0): readonly string[] {
  const fail = (message: string) => {
    complaints.push({ severity: 'error', file: path, message })
    return []
  }
  try {
    if (!files.isFolder(path)) return [path]
    if (depth > DEEPEST_FOLDER)
      return fail(`folders are nested more than ${DEEPEST_FOLDER} deep: a link may lead back`)
    const found = [...files.namesIn(path)].sort(compareUtf8).flatMap((name) => {
      if (name.startsWith('.') || name === 'node_modules') return []
      const inside = `${path.replace(/\/+$/, '')}/${name}`
      if (/\.(?:ya?ml|json)$/i.test(name) || files.isFolder(inside))
        return filesAt(files, inside, complaints, depth + 1)
      return []
    })
    if (found.length === 0 && depth === 0 && complaints.every(({ file }) => file?.startsWith(path) !== true))
      return fail('no file in this folder ends in .yaml, .yml or .json')
    return found
  } catch (error) {
    return fail(failureText(error))
  }
}

function readBytes(file: string, read: () => Uint8Array): Reading {
  const complain = (severity: 'error' | 'warning', message: string): Reading => ({
    documents: [],
    complaints: [{ severity, file, message }],
  })
  let bytes: Uint8Array
  try {
    bytes = read()
  } catch (error) {
    return complain('error', failureText(error))
  }
  const text = textOf(bytes)
  if (text === undefined) return complain('error', 'it is no text in UTF-8')
  const { documents, complaints } = isJson(file, text) ? readJson(file, text) : readYaml(file, text)
  if (documents.length === 0 && complaints.length === 0)
    return complain('warning', 'it is empty: it holds no object')
  return { documents: documents.flatMap(unwrapLists), complaints }
}

function isJson(file: string, text: string): boolean {
  return /\.json$/i.test(file) || (file === STANDARD_INPUT_NAME && /^\s*\{/.test(text))
}

// A NUL is in no text, but in nearly everything else.
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function failureText(error: unknown): string {
  if (!(error instanceof Error)) throw error
  const code = 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file or folder'
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read: permission denied'
    case 'ELOOP':
      return 'its links lead in a circle'
    default:
      if (code === '') throw error
      return `it cannot be read: ${code}`
  }
}
