/** @file The spectrum of a curvature: a density with the sticks that it is made of, and the thresholds that its values must not pass. */
import { shortText, tickText } from '../axis.ts';
import type { AxisWords } from '../plane.ts';
import type { ChartData, ChartLimit } from './chart-data.ts';

export interface Spectrum {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  /** What an eigenvalue is. */
  readonly eigenvalue: AxisWords;
  /** Eigenvalues or Ritz values with their weights, which add up to 1. */
  readonly nodes: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  /** Where the density is given, ascending, and how much of the spectrum lies at a unit of eigenvalue there. */
  readonly grid: ArrayLike<number>;
  readonly density: ArrayLike<number>;
  /** Standard deviation of the Gaussian that each node is drawn with, in the unit of an eigenvalue. */
  readonly kernelWidth: number;
  /** Of the density within the grid: less than 1 where some of the spectrum lies beyond. */
  readonly mass: number;
  readonly limits?: readonly ChartLimit[];
  readonly note?: string;
}

/** Decades of density that are shown. */
const decades = 5;

/** A stick is as high as its own Gaussian, so that sticks and density have one axis. */
export function spectrumChart(spectrum: Spectrum): ChartData {
  const { id, title, eigenvalue, nodes, weights, grid, density, kernelWidth, mass, limits, note } = spectrum;
  const peak = 1 / (kernelWidth * Math.sqrt(2 * Math.PI));
  const sticks = Float64Array.from(weights, (weight) => weight * peak);
  const highest = [...sticks, ...Array.from(density)].reduce((most, value) => Math.max(most, value), 0) || 1;
  const per = eigenvalue.unit ? `per ${eigenvalue.unit}` : '';
  const said = `Gaussians ${tickText(kernelWidth)}${eigenvalue.unit && ` ${eigenvalue.unit}`} wide; ${shortText(100 * mass, 4)} % of the spectrum lies within`;
  return {
    id,
    title,
    subtitle: spectrum.subtitle ?? said,
    x: eigenvalue,
    y: { name: 'density', unit: per, scale: 'log', min: highest / 10 ** decades, max: highest * 3 },
    curves: [
      {
        id: 'nodes',
        label: 'Ritz values, as high as their weight',
        colour: '--now',
        x: nodes,
        y: sticks,
        style: 'sticks',
      },
      { id: 'density', label: 'density of eigenvalues', colour: '--line-1', x: grid, y: density, style: 'area' },
    ],
    limits,
    note,
  };
}
