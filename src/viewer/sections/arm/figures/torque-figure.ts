/** @file The figure of the drives' forces over time, as data: of one joint with its limits, or of all. */
import { independentJoints } from '../../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../../robot/model.ts';
import { formatQuantity } from '../../../../text/quantities.ts';
import type { FigureData, FigureLine } from '../../../../figures/figure-data.ts';
import type { Look } from '../calls.ts';
import { jointColours } from '../joint-colours.ts';
import { jointLabels } from '../joint-labels.ts';
import { unitOf } from '../push.ts';
import { tickOf } from './ticks.ts';

/** Every line of a look once: figures draw again what is a new array. */
const known = new WeakMap<Float64Array, { readonly x: Float64Array; readonly columns: readonly Float64Array[] }>();

function columnsOf({ tau, motion: { dt } }: Pick<Look, 'tau' | 'motion'>, nv: number) {
  const found = known.get(tau);
  if (found) return found;
  const steps = tau.length / nv;
  const made = {
    x: Float64Array.from({ length: steps }, (_, step) => step * dt),
    columns: Array.from({ length: nv }, (_, joint) =>
      Float64Array.from({ length: steps }, (_, step) => tau[step * nv + joint]),
    ),
  };
  known.set(tau, made);
  return made;
}

/** Levels that the drive never goes beyond, where there are any and the curve comes near them. */
function limitsOf(x: Float64Array, torques: Float64Array, effort: number): FigureLine[] {
  const most = torques.reduce((size, torque) => Math.max(size, Math.abs(torque)), 0);
  if (!Number.isFinite(effort) || most < 0.5 * effort) return [];
  const ends = [x[0], x[x.length - 1]];
  const limit = (sign: 1 | -1): FigureLine => ({
    id: `limit ${sign}`,
    label: sign > 0 ? 'limit' : '',
    colour: '--muted',
    dashed: true,
    x: ends,
    y: [sign * effort, sign * effort],
  });
  return [limit(1), limit(-1)];
}

/** `pinned`: name of a joint; null for all of them. */
export function torqueFigure(look: Pick<Look, 'tau' | 'motion'>, model: RobotModel, pinned: string | null): FigureData {
  const joints = independentJoints(model);
  const colours = jointColours(model);
  const labels = jointLabels(model);
  const { x, columns } = columnsOf(look, model.nv);
  const one = joints.findIndex(({ name }) => name === pinned);
  const shown = one < 0 ? joints.map((_, i) => i) : [one];
  const lines = shown.map((i): FigureLine => {
    const { name } = joints[i];
    return { id: name, label: labels.get(name) ?? name, colour: colours[name], x, y: columns[i] };
  });
  const unit = unitOf('tau', model);
  return {
    id: 'torques',
    title: one < 0 ? 'Torque of all joints' : `Torque of ${labels.get(pinned!)}`,
    xName: 'time, s',
    scale: 'linear',
    lines: one < 0 ? lines : [...lines, ...limitsOf(x, columns[one], joints[one].limits.effort)],
    format: (torque) => formatQuantity(torque, unit),
    formatTick: tickOf,
  };
}
