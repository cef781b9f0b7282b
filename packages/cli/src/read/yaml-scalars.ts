import { stringifyJson } from '@downsync/core'
import type { ScalarTag } from 'yaml'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
const DECIMAL = /^[-+]?(?:0|[1-9]\d*)$/
const OCTAL = /^[-+]?0[0-7]+$/
const BASED = /^[-+]?0(?:x[\da-fA-F]+|o[0-7]+|b[01]+)$/
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/

/**
 * The scalars of YAML as kubectl reads them: YAML 1.1 (`yes` is true, `0644` is octal), but times and sexagesimals are text. Numbers are
 * kept whole (NUM-1); what a double cannot hold is text.
 */
export const kubernetesScalars: readonly ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:null',
    default: true,
    test: /^(?:~|null|Null|NULL)?$/,
    resolve: () => null,
    identify: (value) => value === null,
    stringify: () => 'null',
  },
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
    resolve: (text) => /^(?:y|t|on)/i.test(text),
    identify: (value) => typeof value === 'boolean',
    stringify: ({ value }) => String(value),
  },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    resolve: (text, onError) => {
      onError(`JSON, and so Kubernetes, has no number ${text}`)
      return text
    },
  },
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^[-+]?\.?\d/,
    resolve: (text) => numberOf(text) ?? text,
    identify: (value) => typeof value === 'number' || typeof value === 'bigint',
    // As in JSON: an integral double with all its digits, since it will be read as the integer that it shows.
    stringify: ({ value }) => stringifyJson(value as number | bigint),
  },
  { tag: 'tag:yaml.org,2002:float', resolve: (text) => numberOf(text) ?? text },
  { tag: 'tag:yaml.org,2002:timestamp', resolve: (text) => text },
  { tag: 'tag:yaml.org,2002:binary', resolve: (text) => text.replace(/\s/g, '') },
]

/** Whether a plain scalar is an integer that no int64 holds: API servers make a double of it, and so change it. */
export function isBeyondInt64(text: string): boolean {
  const whole = integerOf(text.replaceAll('_', ''))
  return whole !== undefined && !isInt64(whole)
}

function numberOf(text: string): number | bigint | undefined {
  const plain = text.replaceAll('_', '')
  const whole = integerOf(plain)
  if (whole !== undefined) {
    const double = Number(whole)
    return Number.isSafeInteger(double) || !isInt64(whole) ? double : whole
  }
  const double = FLOAT.test(plain) ? Number(plain) : Number.NaN
  return Number.isFinite(double) ? double : undefined
}

function integerOf(plain: string): bigint | undefined {
  const digits = plain.replace(/^[-+]/, '')
  const sign = plain.startsWith('-') ? -1n : 1n
  if (DECIMAL.test(plain) || BASED.test(plain)) return sign * BigInt(digits)
  return OCTAL.test(plain) ? sign * BigInt(`0o${digits}`) : undefined
}

function isInt64(whole: bigint): boolean {
  return whole >= INT64_MIN && whole <= INT64_MAX
}
