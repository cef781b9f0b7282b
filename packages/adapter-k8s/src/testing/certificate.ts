import { createHash, generateKeyPairSync, sign } from 'node:crypto'

/** PEM texts of a key and of a certificate that is signed with it. */
export type TestCertificate = Readonly<{ key: string; cert: string }>

/**
 * A certificate that is its own authority, made afresh: no key stands in the repository, and none expires.
 * @param address the only one that it is for
 */
export function selfSignedCertificate(
  address = '127.0.0.1',
  validFrom = new Date(Date.now() - 3_600_000),
  validTo = new Date(Date.now() + 3_600_000),
): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const publicInfo = publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = sequence(ECDSA_WITH_SHA256)
  const name = sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from('test server')))))
  const octets = Buffer.from(address.split('.').map(Number))
  const alternative = sequence(SUBJECT_ALT_NAME, tagged(0x04, sequence(tagged(0x87, octets))))
  const authority = sequence(BASIC_CONSTRAINTS, TRUE, tagged(0x04, sequence(TRUE)))
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1, ...createHash('sha256').update(publicInfo).digest().subarray(0, 8)])),
    algorithm,
    name,
    sequence(timeOf(validFrom), timeOf(validTo)),
    name,
    publicInfo,
    tagged(0xa3, sequence(authority, alternative)),
  )
  const signature = sign('sha256', body, privateKey)
  const der = sequence(body, algorithm, tagged(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return { key, cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n` }
}

const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex')
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex')
const TRUE = Buffer.from('0101ff', 'hex')

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts)
}

// DER: a tag, the length, the content.
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

// GeneralizedTime in whole seconds.
function timeOf(date: Date): Buffer {
  return tagged(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`))
}
