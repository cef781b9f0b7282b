import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { floatDigits, readFloat } from '../../kube/index.ts'
import { complexConstant, numberConstant } from './constant.ts'
import { readInteger } from './read-integer.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('numbers of a template', () => {
  it('CUS-3 in decimal are those of JavaScript', () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(readFloat(String(value))).toEqual({ ok: true, value: Number(String(value)) })
        expect(readFloat(value.toExponential())).toEqual({ ok: true, value: Number(value.toExponential()) })
      }),
    )
  })

  it('CUS-3 in hexadecimal are read as they are printed', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const read = readFloat(floatDigits(Math.abs(value), 'x', undefined))
        expect(read).toEqual({ ok: true, value: Math.abs(value) })
      }),
    )
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: -1000, max: 900 }), (mantissa, exponent) => {
        const text = `0x${mantissa.toString(16)}p${exponent}`
        expect(readFloat(text)).toEqual({ ok: true, value: mantissa * 2 ** exponent })
      }),
    )
  })

  it.each([
    ['0x1.00000000000008p0', 1],
    ['0x1.000000000000080000000000000000001p0', 1 + 2 ** -52],
    ['0x1.00000000000018p0', 1 + 2 ** -51],
    ['0x1p-1074', 2 ** -1074],
    ['0x1p-1075', 0],
    ['0x1.8p-1075', 2 ** -1074],
    ['0x1p-99999', 0],
    ['0x0.0p99999', 0],
    ['0x.8p1', 1],
    ['-0x1p4', -16],
    ['0x1_0p1_0', 2 ** 14],
  ])('CUS-3 %s is rounded to the nearest, to the even one of two', (text, value) => {
    expect(readFloat(text)).toEqual({ ok: true, value })
  })

  it.each(['', '.', '+', '-', '1e', '1e+', '0x1', '0xp1', '0x1p', '1_', '_1', '1__0', '1._0', '1e_1', '1p1'])(
    'CUS-3 %j is no float',
    (text) => {
      expect(readFloat(text)).toEqual({ ok: false, why: 'invalid syntax' })
    },
  )

  it.each(['1e309', '-1e999', '0x1p1024', '0xfffffffffffffcp972'])('CUS-3 %s is too large', (text) => {
    expect(readFloat(text)).toEqual({ ok: false, why: 'value out of range' })
  })

  it('CUS-3 are integers of 64 bits, in every base', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (value) => {
        const texts = [
          `${value}`,
          `0x${value.toString(16)}`,
          `0o${value.toString(8)}`,
          `0b${value.toString(2)}`,
        ]
        for (const text of [...texts, `0${value.toString(8)}`]) {
          expect(readInteger(text)).toEqual({ kind: 'int', value })
          expect(readInteger(`-${text}`)).toEqual({ kind: 'int', value: -value })
        }
      }),
    )
    expect(readInteger('-9223372036854775808')).toEqual({ kind: 'int', value: -(2n ** 63n) })
    expect(readInteger('9223372036854775808')).toEqual({ kind: 'unsigned' })
    expect(readInteger('18446744073709551615')).toEqual({ kind: 'unsigned' })
    const none = [
      '18446744073709551616',
      '+9223372036854775808',
      '-9223372036854775809',
      '08',
      '0b2',
      '0x',
      '',
    ]
    for (const text of [...none, '1__0', '0o8', '0xg', '1.0', '9'.repeat(70)]) {
      expect(readInteger(text)).toBeUndefined()
    }
  })

  it('CUS-3 with an exponent or a point are floats, also -0x1e', () => {
    expect(numberConstant('1e3')).toEqual({ ok: true, value: { kind: 'float64', value: 1000 } })
    expect(numberConstant('-0x1e')).toEqual({ ok: true, value: { kind: 'float64', value: -30 } })
    expect(numberConstant('0x1e')).toEqual({ ok: true, value: { kind: 'int', value: 30n } })
    expect(numberConstant('9223372036854775808')).toEqual({ ok: true, value: undefined })
  })

  it('CUS-3 of two parts are complex', () => {
    fc.assert(
      fc.property(finite, finite, (real, imaginary) => {
        const sign = imaginary < 0 || Object.is(imaginary, -0) ? '-' : '+'
        const text = `${Object.is(real, -0) ? '-0' : real}${sign}${Math.abs(imaginary)}i`
        expect(complexConstant(text)).toEqual({ ok: true, value: { kind: 'complex128', real, imaginary } })
      }),
    )
  })
})
