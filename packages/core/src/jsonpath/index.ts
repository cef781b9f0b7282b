export { locate } from './locate.ts'
export { parseQuery } from './parse-query.ts'
export type { Location, Query } from './query.ts'
export { withoutLocations } from './without-locations.ts'
