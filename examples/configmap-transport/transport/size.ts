import { type KubeObject, onceForEach, stringifyJson, utf8Length } from '@downsync/core'
import { LONGEST_KEY } from './entry.ts'
import { MESSAGE_BYTES } from './words.ts'

/** The longest plural that a resource can have. */
const LONGEST_RESOURCE = 63
const ITEM_BYTES =
  utf8Length('{"strategy":"serverSideApply","orphan":true,"resource":"","content":}\n') + LONGEST_RESOURCE
// `"<key>":{"of":"<16>","state":"applied","since":"<20>","message":"<…>"},`, for API servers count what the agent says as well.
const WORD_BYTES = LONGEST_KEY + MESSAGE_BYTES + 128

/**
 * Bytes that a content adds to a wrapped object: API servers count the texts in a ConfigMap's data, which are its entry and what its
 * agent will say of it.
 */
export const sizeOf: (content: KubeObject) => number = onceForEach(
  (content) => utf8Length(stringifyJson(content)) + ITEM_BYTES + WORD_BYTES,
)

/** API servers take 1 MiB of texts; a little is for what the agent says of the whole. */
export const BYTES = 1_048_576 - 1024
