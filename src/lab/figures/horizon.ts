/** @file What a longer horizon makes of a task: its loss along a line, its curvature beside step sizes, and how fast disturbances grow. */
import type { ChartData } from '../../figures/chart/chart-data.ts';
import type { RegimeData } from '../../figures/regime/regime-data.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { difference } from '../../learning/surface/vectors.ts';
import { horizonPad } from '../../learning/stability/pad.ts';
import { curvatureAt, descending } from '../curvature.ts';
import type { Look } from '../look.ts';
import type { StudiedArm } from '../study.ts';
import { horizonGrowth } from './horizon-growth.ts';
import type { Drawing, DrawOptions, LabFigure } from './lab-figure.ts';
import { regimesOf } from './regimes.ts';
import { colourOf, evenly, listing, logarithmically, said, sentences } from './words.ts';

/** Horizons, as parts of the scene's own. */
const parts = [1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1] as const;
/** Every so many of them has a slice. */
const everySlice = 2;
/** Ends of a slice, in parts of the way from the start to the lowest point. */
const ends = [-1, 2] as const;
/** Points of a slice, and of the pad across. */
const [slicePoints, columns] = [241, 161] as const;

/** Horizons that are whole numbers of decisions, ascending. */
function horizonsOf({ experiment }: StudiedArm): number[] {
  const { time } = experiment.scene;
  const period = time.control ?? time.step;
  const whole = parts.map((part) => Math.max(1, Math.round((part * time.horizon) / period)));
  return [...new Set(whole)].map((count) => Number((count * period).toPrecision(12)));
}

/** Points of a line, one a member. */
function alongWay(start: Float64Array, way: Float64Array, places: Float64Array): PopulationTensor {
  const population = places.length;
  const data = new Float64Array(start.length * population);
  for (let i = 0; i < start.length; i++)
    for (let k = 0; k < population; k++) data[i * population + k] = start[i] + places[k] * way[i];
  return new PopulationTensor({ shape: [start.length], population }, data);
}

/** Places where a line turns from falling to rising or back: how rough it is. */
function turnsOf(losses: Float64Array): number {
  let turns = 0;
  for (let k = 1; k + 1 < losses.length; k++)
    if ((losses[k + 1] - losses[k]) * (losses[k] - losses[k - 1]) < 0) turns++;
  return turns;
}

async function slices(
  look: Look,
  arm: StudiedArm,
  horizons: readonly number[],
  options: DrawOptions,
): Promise<Drawing> {
  const { start } = look.study;
  const a = evenly(ends[0], ends[1], slicePoints);
  const along = alongWay(start, difference(look.lowest.x, start), a);
  const shown = horizons.filter((_, k) => (horizons.length - 1 - k) % everySlice === 0);
  const curves = [];
  const turns: string[] = [];
  for (const [k, horizon] of shown.entries()) {
    const losses = await arm.atHorizon(horizon).losses(along, { signal: options.signal });
    curves.push({ id: `horizon-${k}`, label: `${said(horizon)} s`, colour: colourOf(k), x: a, y: losses });
    turns.push(`${turnsOf(losses)} at ${said(horizon)} s`);
  }
  const isPositive = curves.every(({ y }) => y.every((loss) => loss > 0));
  const data: ChartData = {
    id: 'horizon-slices',
    title: 'The loss along one line, for longer and longer horizons',
    x: { name: 'place on the line: 0 is the start, 1 the lowest point of the whole horizon', unit: '' },
    y: { name: 'loss', unit: '', ...(isPositive && { scale: 'log' as const }) },
    curves,
  };
  const caption = sentences([
    `The loss along the line from the start to the lowest point (found by ${look.lowest.by}) and beyond both, of the same parameters over different horizons.`,
    `Where a line turns from falling to rising or back it has a hill or a valley: ${listing(turns)}, of ${slicePoints} points.`,
    'A horizon over which the motion forgets where it came from has a landscape that local gradients say little of.',
  ]);
  return { data, caption };
}

async function pad(
  { study }: Look,
  arm: StudiedArm,
  horizons: readonly number[],
  options: DrawOptions,
): Promise<Drawing> {
  const spectra: Float64Array[] = [];
  const sharpest: number[] = [];
  for (const horizon of horizons) {
    const { measure, largest } = await curvatureAt(arm.atHorizon(horizon), study.start, study.seed, options);
    const { kept } = descending(measure.nodes);
    spectra.push(kept.length > 0 ? kept : new Float64Array(1));
    sharpest.push(largest);
  }
  const positive = sharpest.filter((value) => value > 0);
  const [low, high] = [
    positive.reduce((x, y) => Math.min(x, y), Infinity),
    positive.reduce((x, y) => Math.max(x, y), 0),
  ];
  const stepSizes = logarithmically(0.05 / (high || 1), 8 / (high > 0 ? low : 1), columns);
  const data: RegimeData = {
    id: 'horizon',
    title: 'What step size and horizon do here',
    x: { name: 'step size η', unit: '', scale: 'log', values: stepSizes },
    y: { name: 'horizon', unit: 's', values: Float64Array.from(horizons) },
    ...regimesOf(horizonPad(spectra, stepSizes)),
  };
  const caption = sentences([
    'How descent without momentum moves over the quadratic that the loss is at the start, for rollouts of different length: directions along which the loss goes down for any step size are left out.',
    `The largest step size is ${said(2 / sharpest[0])} at ${said(horizons[0])} s and ${said(2 / sharpest.at(-1)!)} at ${said(horizons.at(-1)!)} s, as the largest curvature goes from ${said(sharpest[0])} to ${said(sharpest.at(-1)!)}.`,
  ]);
  return { data, caption };
}

async function* draw(look: Look, options: DrawOptions): AsyncIterable<readonly Drawing[]> {
  const arm = look.study.arm!;
  const horizons = horizonsOf(arm);
  const first = await slices(look, arm, horizons, options);
  yield [first];
  const second = await pad(look, arm, horizons, options);
  yield [first, second];
  yield [first, second, await horizonGrowth(look, arm, horizons, options)];
}

/** Policies have a period of their own and many scenarios: what they learn has one horizon. */
function missing({ study: { arm } }: Look): string | null {
  if (!arm) return 'there is no arm, and so no horizon';
  if (arm.experiment.isTraining) return 'a policy is trained for one horizon';
  return horizonsOf(arm).length < 2 ? 'the horizon is a single step' : null;
}

export const horizonFigure: LabFigure = { name: 'horizon', missing, draw };
