/** @file Euclidean norms of plain numbers, of one vector or of every member's; of tensors it is the op `norm`. */

/**
 * Euclidean norm of each member's vector, without overflow or underflow. The vectors lie in parts one after another, as leaves of a
 * tree: `part[element * members + member]`.
 */
export function memberNorms(parts: readonly Float64Array[], members: number): Float64Array {
  const largest = new Float64Array(members);
  const totals = new Float64Array(members);
  for (const part of parts)
    for (let at = 0; at < part.length; at += members)
      for (let m = 0; m < members; m++) largest[m] = Math.max(largest[m], Math.abs(part[at + m]));
  for (const part of parts)
    for (let at = 0; at < part.length; at += members)
      for (let m = 0; m < members; m++) {
        const ratio = part[at + m] / largest[m];
        totals[m] += ratio * ratio;
      }
  const isScale = (value: number): boolean => value > 0 && value < Infinity;
  return largest.map((scale, m) => (isScale(scale) ? scale * Math.sqrt(totals[m]) : scale));
}

/** Euclidean norm, without overflow or underflow. */
export const norm = (x: Float64Array): number => memberNorms([x], 1)[0];
