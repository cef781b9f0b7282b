export { applyObject } from './apply.ts'
export { createObject } from './create.ts'
export { type Decoded, decodeObject } from './decode.ts'
export {
  deleteObject,
  type Propagation,
  readDeleteOptions,
} from './delete.ts'
export { patchObject } from './patch.ts'
export * from './site.ts'
export { uidConflict, updateObject } from './update.ts'
