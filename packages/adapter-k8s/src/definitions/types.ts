/**
 * What was done with a definition: `kept`, it stands as it should; `newer`, of a higher revision than ours; `foreign`, not made
 * by us.
 */
export type Installation = 'created' | 'updated' | 'kept' | 'newer' | 'foreign'

export type Installed = Readonly<{ name: string; did: Installation }>
