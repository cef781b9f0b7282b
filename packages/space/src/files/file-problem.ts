/** Why the file system refused something, in words for the person who can mend it: `cannot write <path>: no permission`. */
export function fileProblem(error: unknown, doing: string, path: string): string {
  const code = codeOf(error)
  const known = code === undefined || !Object.hasOwn(reasons, code) ? undefined : reasons[code]
  return `cannot ${doing} ${path}: ${known ?? (error instanceof Error ? error.message : String(error))}`
}

/** `code` of an error of Node, `ENOENT` for instance. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'it is a file, not a folder',
  ENOENT: 'it does not exist',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
}
