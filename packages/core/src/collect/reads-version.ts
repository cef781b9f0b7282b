const MEMBER = /\bobj\.(?!metadata\b)[A-Za-z_]\w*|\bobj\.metadata\.(?!resourceVersion\b)[A-Za-z_]\w*/g

/**
 * Whether an expression may look at `obj.metadata.resourceVersion`, which changes with every write of the object's status. It goes by
 * the text, and says yes where it is not sure: only members that are named at once are known to be others.
 */
export function readsVersion(source: string): boolean {
  return /\bobj\b/.test(source.replaceAll(MEMBER, ''))
}
