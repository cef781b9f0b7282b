/** What CRDs say of a modulation. */
export const modulationNotes = {
  createOnly: 'The object is created where it is absent, and left alone where it is present.',
  statusCollectors: 'Names of the StatusCollectors that are to be run over what the WECs report.',
  wantSingletonReportedState:
    'The status reported by the one WEC that has the object is copied to the object in the WDS. With no WEC or several, the status is cleared and an error says so.',
  wantMultiWECReportedState:
    'The statuses reported by all WECs that have the object are aggregated, and the aggregate is written to the object in the WDS.',
} as const
