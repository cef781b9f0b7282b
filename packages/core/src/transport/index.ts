export type { Bundle, Delivery, Item, Report, Strategy, Transport } from './contract.ts'
