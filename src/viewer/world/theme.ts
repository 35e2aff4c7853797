/** @file The colours of the world, light and dark. */

export type ThemeName = 'light' | 'dark';

/** Colours are sRGB; `…Intensity` and `…Opacity` are unitless factors. */
export interface Theme {
  readonly background: number;
  /** Floor under the robot; fades into the background. */
  readonly floor: number;
  readonly grid: number;
  readonly gridOpacity: number;
  readonly shadowOpacity: number;
  readonly keyIntensity: number;
  readonly rimIntensity: number;
  readonly environmentIntensity: number;
  /** The present: the path and the target. */
  readonly accent: number;
  /** The past: earlier rollouts. */
  readonly ghost: number;
  /** The same motion in the second physics. */
  readonly second: number;
  /** Sign of a value: forward and backward. */
  readonly plus: number;
  readonly minus: number;
  /** Marks on the floor: axes by name, the scale and all letters. */
  readonly axes: readonly [x: number, y: number, z: number];
  readonly mark: number;
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: {
    background: 0xb3bbc6,
    floor: 0xc2c8d0,
    grid: 0x5b6675,
    gridOpacity: 0.26,
    shadowOpacity: 0.25,
    keyIntensity: 2.05,
    rimIntensity: 0.5,
    environmentIntensity: 0.4,
    accent: 0xc64a12,
    ghost: 0x46525f,
    second: 0x1f6fc4,
    plus: 0x12806a,
    minus: 0x7b3294,
    axes: [0xa8324a, 0x3d7a2c, 0x2f5fb0],
    mark: 0x3c4654,
  },
  dark: {
    background: 0x0f1216,
    floor: 0x1d222a,
    grid: 0x9fb0c6,
    gridOpacity: 0.2,
    shadowOpacity: 0.5,
    keyIntensity: 1.9,
    rimIntensity: 1.3,
    environmentIntensity: 0.24,
    accent: 0xff8a4c,
    ghost: 0x8a9bb0,
    second: 0x6fb4ff,
    plus: 0x4fc3a5,
    minus: 0xc58ae0,
    axes: [0xe0748a, 0x7fc06a, 0x7ba7ef],
    mark: 0xb6c2d0,
  },
};
