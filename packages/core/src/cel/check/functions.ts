import { type Overload, readSignature } from '../type/read-signature.ts'

const ORDERED = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration']
const ORDER = ORDERED.map((type) => `(${type}, ${type}) bool`)
const SIZED = ['bytes', 'list(A)', 'map(A, B)', 'string']
const TIME_PARTS = ['()', '(string)'].map((parameters) => `timestamp.${parameters} int`)

/**
 * cel-go's standard library (COL-2): operators by the names that parsers give them. Comparisons of numbers of different types
 * are not declared; they work through `dyn`.
 */
const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  '_?_:_': ['(bool, A, A) A'],
  '_&&_': ['(bool, bool) bool'],
  '_||_': ['(bool, bool) bool'],
  '!_': ['(bool) bool'],
  '_==_': ['(A, A) bool'],
  '_!=_': ['(A, A) bool'],
  '_<_': ORDER,
  '_<=_': ORDER,
  '_>_': ORDER,
  '_>=_': ORDER,
  '_+_': [
    '(bytes, bytes) bytes',
    '(double, double) double',
    '(duration, duration) duration',
    '(duration, timestamp) timestamp',
    '(timestamp, duration) timestamp',
    '(int, int) int',
    '(list(A), list(A)) list(A)',
    '(string, string) string',
    '(uint, uint) uint',
  ],
  '_-_': [
    '(double, double) double',
    '(duration, duration) duration',
    '(int, int) int',
    '(timestamp, duration) timestamp',
    '(timestamp, timestamp) duration',
    '(uint, uint) uint',
  ],
  '_*_': ['(double, double) double', '(int, int) int', '(uint, uint) uint'],
  '_/_': ['(double, double) double', '(int, int) int', '(uint, uint) uint'],
  '_%_': ['(int, int) int', '(uint, uint) uint'],
  '-_': ['(double) double', '(int) int'],
  '_[_]': ['(list(A), int) A', '(map(A, B), A) B'],
  '@in': ['(A, list(A)) bool', '(A, map(A, B)) bool'],
  size: [...SIZED.map((type) => `(${type}) int`), ...SIZED.map((type) => `${type}.() int`)],
  matches: ['(string, string) bool', 'string.(string) bool'],
  contains: ['string.(string) bool'],
  startsWith: ['string.(string) bool'],
  endsWith: ['string.(string) bool'],
  bool: ['(bool) bool', '(string) bool'],
  bytes: ['(bytes) bytes', '(string) bytes'],
  double: ['(double) double', '(int) double', '(string) double', '(uint) double'],
  duration: ['(duration) duration', '(int) duration', '(string) duration'],
  dyn: ['(A) dyn'],
  int: ['int', 'double', 'duration', 'string', 'timestamp', 'uint'].map((type) => `(${type}) int`),
  string: ['bool', 'bytes', 'double', 'duration', 'int', 'string', 'timestamp', 'uint'].map(
    (type) => `(${type}) string`,
  ),
  timestamp: ['(timestamp) timestamp', '(int) timestamp', '(string) timestamp'],
  type: ['(A) type(A)'],
  uint: ['(uint) uint', '(double) uint', '(int) uint', '(string) uint'],
  getFullYear: TIME_PARTS,
  getMonth: TIME_PARTS,
  getDayOfYear: TIME_PARTS,
  getDate: TIME_PARTS,
  getDayOfMonth: TIME_PARTS,
  getDayOfWeek: TIME_PARTS,
  getHours: [...TIME_PARTS, 'duration.() int'],
  getMinutes: [...TIME_PARTS, 'duration.() int'],
  getSeconds: [...TIME_PARTS, 'duration.() int'],
  getMilliseconds: [...TIME_PARTS, 'duration.() int'],
}

/** Every function and its overloads, in the order in which they are tried. */
export const functions: ReadonlyMap<string, readonly Overload[]> = new Map(
  Object.entries(SIGNATURES).map(([name, signatures]) => [name, signatures.map(readSignature)]),
)
