export { PROTOBUF, readKubernetesProtobuf } from './kubernetes-protobuf.ts'
