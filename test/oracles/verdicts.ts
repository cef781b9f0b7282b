/** kstatus' verdicts; `Unknown`: its rule returns an error. */
export type KStatus = 'Current' | 'InProgress' | 'Failed' | 'Terminating' | 'Unknown'

/** Argo CD's verdicts, from best to worst. */
export const healths = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] as const
export type Health = (typeof healths)[number]

/** A field of a status that upstream refuses; the text is ours. */
export type Fault = Readonly<{ path: string; message: string }>
