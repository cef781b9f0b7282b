/** Why there is no answer, in words for the person who can mend it. */
export function connectionErrorText(error: unknown, server: string): string {
  const code = codeOf(error)
  const said = error instanceof Error ? error.message : String(error)
  const host = URL.canParse(server) ? new URL(server).hostname : server
  const known = code === undefined ? undefined : texts[code]
  if (known !== undefined) return known(server, host, said)
  if (code?.startsWith('HPE_') === true)
    return `${server} does not answer in HTTP (${said}): is it an https server?`
  return `no answer from ${server}: ${said === '' ? (code ?? 'unknown error') : said}`
}

/** The code that Node gives an error, of the connection or of the certificate. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  // Where a name has several addresses, the errors of all.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined
}

type ErrorText = (server: string, host: string, said: string) => string

const isUntrusted: ErrorText = (server, _host, said) =>
  `the certificate of ${server} is not trusted (${said}): the kubeconfig's certificate-authority did not issue it`

const isUnreachable: ErrorText = (server) => `${server} cannot be reached: no route to it, or it is down`

const texts: Readonly<Record<string, ErrorText>> = {
  ECONNREFUSED: (server) => `connection refused by ${server}`,
  ECONNRESET: (server) => `${server} broke the connection`,
  EPIPE: (server) => `${server} broke the connection`,
  ERR_STREAM_PREMATURE_CLOSE: (server) => `${server} broke the connection`,
  ENOTFOUND: (server, host) => `the name ${host} of ${server} cannot be resolved`,
  EAI_AGAIN: (server, host) => `the name ${host} of ${server} cannot be resolved now`,
  ETIMEDOUT: (server) => `${server} cannot be reached: nothing answers there`,
  EHOSTUNREACH: isUnreachable,
  ENETUNREACH: isUnreachable,
  EPROTO: (server, _host, said) =>
    `${server} does not speak TLS as expected (${said}): is it an http server?`,
  DEPTH_ZERO_SELF_SIGNED_CERT: isUntrusted,
  SELF_SIGNED_CERT_IN_CHAIN: isUntrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: isUntrusted,
  UNABLE_TO_GET_ISSUER_CERT: isUntrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: isUntrusted,
  CERT_SIGNATURE_FAILURE: isUntrusted,
  CERT_UNTRUSTED: isUntrusted,
  CERT_REJECTED: isUntrusted,
  CERT_HAS_EXPIRED: (server) => `the certificate of ${server} has expired`,
  CERT_NOT_YET_VALID: (server) => `the certificate of ${server} is not valid yet: is the clock right?`,
  ERR_TLS_CERT_ALTNAME_INVALID: (server, _host, said) =>
    `the certificate of ${server} is for another name (${said}): tls-server-name in the kubeconfig can say which`,
}
