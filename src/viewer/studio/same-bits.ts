/** @file Whether two vectors are the same to the last bit. */
export const haveSameBits = (one: Float64Array, other: Float64Array | null): boolean =>
  one.length === other?.length && one.every((value, i) => Object.is(value, other[i]));
