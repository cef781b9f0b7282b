import type { ServerResponse } from 'node:http'

/** How slowly an answer goes out: so many bytes, then a pause of so many milliseconds. */
export type Pace = Readonly<{ bytes: number; milliseconds: number }>

/** Where the body of an answer goes. */
export type Sink = Readonly<{ write(text: string): void; end(text?: string): void }>

/** The body of a response; with a pace it arrives piece by piece. */
export function sinkOf(response: ServerResponse, pace?: Pace): Sink {
  if (pace === undefined)
    return {
      write: (text) => void response.write(text),
      end: (text) => void (text === undefined ? response.end() : response.end(text)),
    }
  const { milliseconds, bytes } = pace
  let waiting = Buffer.alloc(0)
  let isEnded = false
  const timer = setInterval(() => {
    const piece = waiting.subarray(0, bytes)
    waiting = waiting.subarray(bytes)
    if (piece.length > 0) response.write(piece)
    if (isEnded && waiting.length === 0) {
      clearInterval(timer)
      response.end()
    }
  }, milliseconds)
  response.on('close', () => clearInterval(timer))
  const add = (text: string): void => {
    waiting = Buffer.concat([waiting, Buffer.from(text)])
  }
  return {
    write: add,
    end(text = '') {
      add(text)
      isEnded = true
    },
  }
}
