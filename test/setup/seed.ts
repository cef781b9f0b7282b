import fc from 'fast-check'

// A run that decides whether a change lands is repeatable: the same cases each time. Everywhere else seeds are fresh, so that runs add
// up; DOWNSYNC_SEED repeats one of those.
if (process.env['CI'] !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_121 })
