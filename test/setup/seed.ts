import { appendFileSync } from 'node:fs'
import fc from 'fast-check'

// A run that decides whether a change lands is repeatable: the same cases each time. Everywhere else seeds are fresh, so that runs add
// up; DOWNSYNC_SEED repeats one of those.
if (process.env['CI'] !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_121 })

// How many cases were run, for the soak: a line for each property.
const tally = process.env['DOWNSYNC_TALLY']
if (tally !== undefined)
  fc.configureGlobal({
    ...fc.readConfigureGlobal(),
    reporter(details) {
      appendFileSync(tally, `${details.numRuns}\n`)
      if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance })
    },
  })
