import { deliverOne, shown } from './deliver-one.ts'

const { wrapped, records, isOwned } = await deliverOne()
console.log(`What travels, in the mailbox of berlin:\n\n${shown(wrapped)}`)
console.log(`What comes back:\n\n${shown(records)}`)
console.log(`The Deployment in berlin ${isOwned ? 'is owned by the agent' : 'is not owned by the agent'}.`)
