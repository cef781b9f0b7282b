import type { Bytes } from '../text/bytes.ts'

/** What a template has written, up to a limit of bytes. */
export type Output = Readonly<{
  /** False, and nothing written, when it would be too much. */
  write: (text: Bytes) => boolean
  text: () => Bytes
}>

export function createOutput(limit: number): Output {
  let written = ''
  return {
    write(text) {
      if (written.length + text.length > limit) return false
      written += text
      return true
    },
    text: () => written,
  }
}
