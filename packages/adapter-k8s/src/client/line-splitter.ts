const NEWLINE = 0x0a

/** Cuts a stream of bytes into lines; what is cut is text only once a line is whole, so a chunk may end inside a character. */
export type LineSplitter = Readonly<{
  /** The lines that this chunk completes, without their ends and without blank ones. */
  push(chunk: Buffer): Iterable<string>
  /** Whether a line has begun that is not complete. */
  isInside(): boolean
}>

/** Each byte is looked at once and copied once, however long a line is and however it arrives. */
export function createLineSplitter(): LineSplitter {
  let begun: Buffer[] = []
  function* push(chunk: Buffer): Iterable<string> {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const end = chunk.subarray(from, at)
      const line = begun.length === 0 ? end.toString() : Buffer.concat([...begun, end]).toString()
      begun = []
      from = at + 1
      if (line.trim() !== '') yield line
    }
    if (from < chunk.length) begun.push(chunk.subarray(from))
  }
  return {
    push,
    isInside: () => begun.some((part) => part.toString().trim() !== ''),
  }
}
