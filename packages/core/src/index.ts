export * from './kube/index.ts'
export * from './transport/index.ts'
