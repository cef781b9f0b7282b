export type { LawParameters, TransportLaw } from './law.ts'
export { transportLaws } from './transport-laws.ts'
export type { TransportFacts, TransportReceiver, TransportWord } from './world.ts'
