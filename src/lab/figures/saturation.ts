/** @file What stops gradients: drives at their limits, and units of a policy's layers that are at their ends. */
import { isPolicy } from '../../../controllers/policy.ts';
import type { ChartCurve, ChartData } from '../../figures/chart/chart-data.ts';
import { jointHue } from '../../figures/joint-hues.ts';
import { Pace } from '../../learning/pace.ts';
import { thisThread } from '../../learning/this-thread.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { Inspection } from '../../scene/inspection.ts';
import type { LayerCondition } from '../../run/job.ts';
import { lessonOf } from '../../scene/lesson.ts';
import { counted } from '../../text/counted.ts';
import { Saturation } from '../../train/saturation.ts';
import type { Look } from '../look.ts';
import type { StudiedArm, Study } from '../study.ts';
import type { Drawing, DrawOptions } from './lab-figure.ts';
import { colourOf, listing, said, sentences } from './words.ts';

/** Part of a limit from which on a drive counts as being at it. */
const atLimit = 0.999;

/** The force of every drive as a part of its limit, over time; none where no drive has one. */
export function torqueLimits(look: Look, { experiment }: StudiedArm, { tau }: Inspection): Drawing[] {
  const { model, settings } = experiment;
  const { dt } = settings;
  const steps = tau.length / model.nv;
  const joints = independentJoints(model);
  const limited = joints.filter(({ limits: { effort } }) => Number.isFinite(effort) && effort > 0);
  if (limited.length === 0) return [];
  const x = Float64Array.from({ length: steps }, (_, k) => k * dt);
  const curves = limited.map((joint): ChartCurve => ({
    id: joint.name,
    label: joint.name,
    colour: jointHue(joints.indexOf(joint)),
    x,
    y: Float64Array.from(x, (_, k) => tau[k * model.nv + joint.vIndex] / joint.limits.effort),
  }));
  const shares = curves.map(({ y }) => Array.from(y).filter((part) => Math.abs(part) >= atLimit).length / steps);
  const most = curves.map(({ y }) => Array.from(y).reduce((size, part) => Math.max(size, Math.abs(part)), 0));
  const reached = curves.flatMap(({ label }, k) =>
    shares[k] > 0 ? [`${label} on ${said(100 * shares[k])} % of the steps`] : [],
  );
  const strongest = most.indexOf(most.reduce((a, b) => Math.max(a, b)));
  const edge = (id: string, label: string, y: number): ChartCurve => ({
    id,
    label,
    colour: '--muted',
    style: 'dashed',
    x: Float64Array.of(0, x.at(-1)!),
    y: Float64Array.of(y, y),
  });
  const data: ChartData = {
    id: 'torque-limits',
    title: 'Drives beside their limits',
    subtitle: 'force over the largest that the drive has',
    x: { name: 'time', unit: 's' },
    y: { name: 'part of the limit', unit: '' },
    curves: [...curves, edge('limit', 'limit', 1), edge('limit-below', '', -1)],
  };
  const caption = sentences([
    `The force of each drive as a part of the largest that it has, at the lowest point (found by ${look.lowest.by}).`,
    reached.length > 0
      ? `At its limit: ${listing(reached)}. There a stronger command changes nothing, so no gradient passes through the drive on those steps.`
      : `No drive reaches its limit: ${curves[strongest].label} comes nearest, to ${said(100 * most[strongest])} %. Gradients pass through all drives on all steps.`,
  ]);
  return [{ data, caption }];
}

/** Iterates at which layers are looked at. */
const lookedAt = 8;
/** Slope below which a unit is saturated, as a part of the largest. */
const leastSlope = 0.01;

type Layer = Pick<LayerCondition, 'units' | 'share'>;

/** The layers of what is studied at parameters: of a policy over some rollouts, of a network over its examples; null where there are none. */
function layersOf({ arm, slopes, start }: Study): ((x: Float64Array) => readonly Layer[]) | null {
  if (arm && isPolicy(arm.experiment.settings.controller)) {
    const { layout } = arm.experiment;
    const saturation = Saturation.of(lessonOf(arm.experiment, thisThread), arm.experiment.initialParameters)!;
    return (x) => saturation.conditions(layout.fromVector(x));
  }
  if (!slopes) return null;
  const examples = slopes(start);
  if (examples.length === 0) return null;
  return (x) =>
    slopes(x).map((layer) => ({
      units: layer.length,
      share: layer.filter((slope) => Math.abs(slope) < leastSlope).length / layer.length,
    }));
}

/** Layers with a line of their own. */
const mostLines = 6;

/** Many layers lie across: a line each for a few iterates. */
function byLayer(iterates: readonly number[], found: readonly (readonly Layer[])[]): ChartCurve[] {
  const last = iterates.length - 1;
  return [...new Set([0, Math.floor(last / 2), last])].map((at, index) => ({
    id: `iteration-${iterates[at]}`,
    label: iterates[at] === 0 ? 'at the start' : `after ${counted(iterates[at], 'step')}`,
    colour: colourOf(index),
    x: Float64Array.from(found[at], (_, layer) => layer + 1),
    y: Float64Array.from(found[at], ({ share }) => 100 * share),
  }));
}

/** The part of each layer's units that is saturated, over the iterations of the first method; none where there is no network. */
export async function layerSaturation({ study, walks: [walk] }: Look, { signal }: DrawOptions): Promise<Drawing[]> {
  const layers = layersOf(study);
  if (!layers) return [];
  const last = walk.points.length - 1;
  const iterates = [...new Set(Array.from({ length: lookedAt }, (_, k) => Math.round((k * last) / (lookedAt - 1))))];
  const pace = new Pace(signal);
  const found: (readonly Layer[])[] = [];
  for (const k of iterates) {
    await pace.step();
    found.push(layers(walk.points[k]));
  }
  const isDeep = found[0].length > mostLines;
  const curves = isDeep
    ? byLayer(iterates, found)
    : found[0].map((_, layer): ChartCurve => ({
        id: `layer-${layer}`,
        label: `layer ${layer + 1}`,
        colour: colourOf(layer),
        x: Float64Array.from(iterates),
        y: Float64Array.from(found, (all) => 100 * all[layer].share),
      }));
  const data: ChartData = {
    id: 'layer-saturation',
    title: 'Saturated units',
    subtitle: walk.label,
    x: { name: isDeep ? 'layer, from the input on' : 'iteration', unit: '' },
    y: { name: 'units whose slope is below 1 % of its largest', unit: '%', min: 0 },
    curves,
  };
  const ends = found.at(-1)!.map(({ share }, layer) => `${said(100 * share)} % in layer ${layer + 1}`);
  const worst = found.at(-1)!.reduce((most, { share }) => Math.max(most, share), 0);
  const caption = sentences([
    `Part of the units of each hidden layer, over all that it is shown, whose slope is below 1 % of the largest that the activation has, over the iterations of ${walk.title}.`,
    isDeep
      ? `After ${counted(last, 'step')} it is at most ${said(100 * worst)} %.`
      : `After ${counted(last, 'step')}: ${listing(ends)}.`,
    'Through a saturated unit next to no gradient passes: a layer of them learns nothing, and neither do those before it.',
  ]);
  return [{ data, caption }];
}
