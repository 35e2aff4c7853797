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
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: {
    background: 0xe9ecf0,
    floor: 0xf8f9fb,
    grid: 0x5b6675,
    gridOpacity: 0.26,
    shadowOpacity: 0.25,
    keyIntensity: 1.85,
    rimIntensity: 0.5,
    environmentIntensity: 0.4,
    accent: 0xd9571c,
    ghost: 0x566376,
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
  },
};
