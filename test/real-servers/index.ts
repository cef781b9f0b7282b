export { type Assets, type Binary, findAssets, lookForAssets } from './assets.ts'
export {
  type ControllerManager,
  type ControllerManagerOptions,
  startControllerManager,
} from './controller-manager.ts'
export { type Etcd, startEtcd } from './etcd.ts'
export { type KubeApiserver, type KubeApiserverOptions, startKubeApiserver } from './kube-apiserver.ts'
