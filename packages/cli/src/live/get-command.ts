import { didYouMean } from '../near-name.ts'
import { collectedListing } from './collected-listing.ts'
import type { LiveCommand } from './command.ts'
import { itsOptions, wdsOptions } from './connection-options.ts'
import { policyListing } from './policy-listing.ts'
import { type Showing, show } from './show-listing.ts'
import { tablesOption } from './tables.ts'

/** As kubectl takes them. */
const POLICIES = ['policies', 'policy', 'bindingpolicies', 'bindingpolicy', 'bp']
const COMBINED = ['combinedstatuses', 'combinedstatus', 'cs']

/** `downsync get`: how far each policy has come, pair by pair; what StatusCollectors found, WEC by WEC. */
export const getCommand: LiveCommand = {
  options: {
    ...wdsOptions,
    ...itsOptions,
    ...tablesOption,
    namespace: { type: 'string', short: 'n' },
    output: { type: 'string', short: 'o' },
    watch: { type: 'boolean', short: 'w' },
  },
  async run(given, machine) {
    const [what, ...wanted] = given.rest
    if (what === undefined) return { usage: 'say what to get: policies or combinedstatuses' }
    const output = given.text('output') ?? 'table'
    if (output !== 'table' && output !== 'wide' && output !== 'json' && output !== 'yaml')
      return { usage: `-o takes table, wide, json or yaml, not ${JSON.stringify(output)}` }
    const showing: Showing = { given, machine, wanted, output }
    if (POLICIES.includes(what)) return show(showing, policyListing)
    if (COMBINED.includes(what)) return show(showing, collectedListing)
    const near = didYouMean(what, [...POLICIES, ...COMBINED])
    return { usage: `get shows policies and combinedstatuses, not ${what}${near}` }
  },
}
