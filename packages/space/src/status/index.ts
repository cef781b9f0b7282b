export * from './failure.ts'
export * from './field-error.ts'
