/** A field of a protobuf message as it lies in the bytes: a number for wire types 0 and 1, bytes for 2. */
export type WireField = Readonly<{ number: number; value: bigint | Uint8Array }>

/** The fields of a message in their order; undefined for bytes that are none. */
export function readFields(bytes: Uint8Array): readonly WireField[] | undefined {
  const fields: WireField[] = []
  let at = 0

  function varint(): bigint | undefined {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) return undefined
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    return undefined
  }

  function piece(length: number): Uint8Array | undefined {
    if (length > bytes.length - at) return undefined
    const part = bytes.subarray(at, at + length)
    at += length
    return part
  }

  function read(wireType: bigint): bigint | Uint8Array | undefined {
    switch (wireType) {
      case 0n:
        return varint()
      case 1n:
        return numberIn(piece(8))
      case 2n: {
        const length = varint()
        return length === undefined || length > BigInt(bytes.length) ? undefined : piece(Number(length))
      }
      case 5n:
        return numberIn(piece(4))
      default:
        return undefined
    }
  }

  while (at < bytes.length) {
    const tag = varint()
    const value = tag === undefined ? undefined : read(tag & 7n)
    if (tag === undefined || value === undefined) return undefined
    fields.push({ number: Number(tag >> 3n), value })
  }
  return fields
}

/** A signed integer of 64 bits. */
export function signed(value: bigint): number | bigint {
  const whole = BigInt.asIntN(64, value)
  const small = Number(whole)
  return Number.isSafeInteger(small) ? small : whole
}

/** A double of eight bytes, read as a number without sign. */
export function double(value: bigint): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, value)
  return view.getFloat64(0)
}

function numberIn(bytes: Uint8Array | undefined): bigint | undefined {
  return bytes?.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
