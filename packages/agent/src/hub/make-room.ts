import { agentObjectsOf, leaseOf, mailboxOf } from './agent-objects.ts'
import { microsecondsText } from './conditions.ts'
import { ensure, inTurn, type Step } from './ensure.ts'
import type { HubTools } from './say.ts'

/** Makes the mailbox of a WEC, and what lets its agent into it. */
export async function makeRoom(tools: HubTools, wec: string): Promise<Step> {
  const mailbox = await ensure(tools.view, tools.writer, mailboxOf(wec))
  return mailbox.kind === 'done' ? letIn(tools, wec) : mailbox
}

/**
 * Makes what lets an agent into its mailbox, and the lease that it is to renew: without that the hub would call silent who
 * says that it is well, and both would write without end.
 */
export function letIn({ view, writer, environment }: HubTools, wec: string): Promise<Step> {
  const { account, role, clusterRole, roleBinding, clusterRoleBinding } = agentObjectsOf(wec)
  const lease = leaseOf(wec, microsecondsText(environment.now()))
  return inTurn([account, role, clusterRole, roleBinding, clusterRoleBinding, lease], (wanted) =>
    ensure(view, writer, wanted),
  )
}
