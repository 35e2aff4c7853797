/** @file Paths of members that are not shown, of bounded size. */

/** Paths of a link in other members than the one that is shown, one after another, each of `points` points x, y, z, m. */
export interface MemberPaths {
  readonly points: number;
  readonly positions: Float32Array;
}

/** Most paths that are drawn, and most points of one. */
const pathLimit = 64;
const pointLimit = 48;

/** Every n-th point of each path such that at most `pointLimit` remain; paths that are not finite are left out. */
export function packPaths(paths: readonly Float64Array[]): MemberPaths {
  const drawn = paths.filter((path) => path.every(Number.isFinite)).slice(0, pathLimit);
  const count = (paths[0]?.length ?? 0) / 3;
  const points = Math.min(count, pointLimit);
  const positions = new Float32Array(3 * points * drawn.length);
  drawn.forEach((path, member) => {
    for (let i = 0; i < points; i++) {
      const from = 3 * Math.round((i * (count - 1)) / Math.max(1, points - 1));
      positions.set(path.subarray(from, from + 3), 3 * (member * points + i));
    }
  });
  return { points, positions };
}
