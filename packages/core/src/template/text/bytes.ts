/**
 * A Go string: any bytes, each as one unit from 0 to 255. So length, indices, slices and `<` are Go's, and text that is no
 * UTF-8 survives until it is shown.
 */
export type Bytes = string
