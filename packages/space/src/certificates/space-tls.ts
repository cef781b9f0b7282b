import { createPrivateKey, X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import type { Attempt } from '@downsync/adapter-k8s'
import { makeFolder, readTextFile, writeTextFile } from '../files/index.ts'
import type { ServerTls } from '../kubeconfig.ts'
import { type Certificate, issueAuthority, issueServer } from './issue.ts'

// Renewed so long before its end.
const MARGIN = 30 * 24 * 60 * 60_000

/**
 * What spaces need to speak HTTPS on this machine: an authority of their own, and a certificate for 127.0.0.1 and localhost.
 * Without a folder it is new each time. In a folder it stays, and is renewed when its end is near; the authority stays
 * as long as it can, so that kubeconfigs go on to trust it.
 * @param now milliseconds since 1970
 */
export async function openSpaceTls(now: number, folder?: string): Promise<Attempt<ServerTls>> {
  if (folder === undefined) {
    const authority = await issueAuthority(now)
    return { ok: true, value: tlsOf(authority, await issueServer(authority, now)) }
  }
  const made = await makeFolder(folder)
  if (!made.ok) return made
  const authority = await keptOrNew(
    join(folder, 'ca'),
    (kept) => isUsable(kept, undefined, now),
    () => issueAuthority(now),
  )
  if (!authority.ok) return authority
  const server = await keptOrNew(
    join(folder, 'server'),
    (kept) => isUsable(kept, authority.value, now),
    () => issueServer(authority.value, now),
  )
  return server.ok ? { ok: true, value: tlsOf(authority.value, server.value) } : server
}

async function keptOrNew(
  path: string,
  isGood: (kept: Certificate) => boolean,
  issue: () => Promise<Certificate>,
): Promise<Attempt<Certificate>> {
  const key = await readTextFile(`${path}.key`)
  if (!key.ok) return key
  const cert = await readTextFile(`${path}.crt`)
  if (!cert.ok) return cert
  if (key.value !== undefined && cert.value !== undefined) {
    const kept = { key: key.value, cert: cert.value }
    if (isGood(kept)) return { ok: true, value: kept }
  }
  const fresh = await issue()
  // The key first: a certificate without it is seen, and issued again.
  const keyWritten = await writeTextFile(`${path}.key`, fresh.key, 0o600)
  if (!keyWritten.ok) return keyWritten
  const certWritten = await writeTextFile(`${path}.crt`, fresh.cert, 0o644)
  return certWritten.ok ? { ok: true, value: fresh } : certWritten
}

// Whether it is what it should be, by whom it should be, for a while yet. What cannot be read is not.
function isUsable(kept: Certificate, authority: Certificate | undefined, now: number): boolean {
  try {
    const cert = new X509Certificate(kept.cert)
    const issuer = new X509Certificate((authority ?? kept).cert)
    return (
      cert.checkPrivateKey(createPrivateKey(kept.key)) &&
      cert.verify(issuer.publicKey) &&
      cert.ca === (authority === undefined) &&
      Date.parse(cert.validFrom) <= now &&
      now < Date.parse(cert.validTo) - MARGIN
    )
  } catch {
    return false
  }
}

function tlsOf(authority: Certificate, server: Certificate): ServerTls {
  return { ...server, authority: authority.cert }
}
