export { type Authenticated, type Authenticator, createAuthenticator } from './authenticator.ts'
export { type Demand, judge, refusalText, type Verdict } from './rbac.ts'
export { answerReview, type ReviewSite } from './reviews.ts'
export { anonymous, type TokenUser, type User } from './user.ts'
