/** @file From where a surface in space is seen. */

/** From where a surface is seen, degrees. */
export interface SurfaceView {
  /** Of the viewer around the vertical, counterclockwise from the direction of x. */
  readonly azimuth: number;
  /** Of the viewer above the floor. */
  readonly elevation: number;
}

/** Flatter, the surface hides itself; steeper, it is a map. Degrees. */
export const elevations = { least: 5, most: 85 } as const;

/** Turned by so many degrees, as far as it may be. */
export const turned = ({ azimuth, elevation }: SurfaceView, around: number, up: number): SurfaceView => ({
  // -180 ... 180
  azimuth: ((((azimuth + around + 180) % 360) + 360) % 360) - 180,
  elevation: Math.min(Math.max(elevation + up, elevations.least), elevations.most),
});
