import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto'
import type { Extension } from '@peculiar/x509'

/** PEM texts of a certificate and its key. */
export type Certificate = Readonly<{ key: string; cert: string }>

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY = 24 * 60 * 60_000
const YEAR = 365 * DAY
// The authority outlives its certificates: a kubeconfig trusts it for good.
const AUTHORITY_LIFE = 10 * YEAR
const SERVER_LIFE = YEAR
// Clocks of machines differ a little.
const BACKDATED = 5 * 60_000

/**
 * A certificate authority of its own.
 * @param now milliseconds since 1970
 */
export async function issueAuthority(now: number): Promise<Certificate> {
  const x509 = await loadX509()
  const keys = await newKeys()
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: 'CN=downsync-ca',
    ...lifetime(now, AUTHORITY_LIFE),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { key: await pemOf(keys.privateKey), cert: cert.toString('pem') }
}

/** A certificate for servers on this machine (127.0.0.1, ::1, localhost), by an authority that `issueAuthority` made. */
export async function issueServer(authority: Certificate, now: number): Promise<Certificate> {
  const x509 = await loadX509()
  const keys = await newKeys()
  const issuer = new x509.X509Certificate(authority.cert)
  const extensions: Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([
      { type: 'ip', value: '127.0.0.1' },
      { type: 'ip', value: '::1' },
      { type: 'dns', value: 'localhost' },
    ]),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(issuer),
  ]
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: 'CN=downsync-space',
    issuer: issuer.subject,
    ...lifetime(now, SERVER_LIFE),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await keyOf(authority.key),
    extensions,
  })
  return { key: await pemOf(keys.privateKey), cert: cert.toString('pem') }
}

// Large, and not needed where certificates are kept in a folder.
async function loadX509() {
  // Its metadata must be there first.
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()
}

function keyOf(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' })
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign'])
}

function lifetime(now: number, life: number): Readonly<{ notBefore: Date; notAfter: Date }> {
  return { notBefore: new Date(now - BACKDATED), notAfter: new Date(now + life) }
}

// A positive number of up to 20 octets (RFC 5280), which nobody can guess.
function newSerial(): string {
  const octets = randomBytes(16)
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40
  return octets.toString('hex')
}
