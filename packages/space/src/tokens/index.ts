export { ISSUER, readServiceAccountToken, type ServiceAccountIdentity } from './service-account-token.ts'
export { createTokenSigner, openTokenKey, type TokenSigner } from './signer.ts'
export { answerTokenRequest } from './token-request.ts'
