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
import type { StudiedArm } from '../study.ts';
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

/** The part of each layer's units that is saturated, over the iterations of the first method; none where there is no policy. */
export async function layerSaturation(
  { walks: [walk] }: Look,
  { experiment }: StudiedArm,
  { signal }: DrawOptions,
): Promise<Drawing[]> {
  if (!isPolicy(experiment.settings.controller)) return [];
  const saturation = Saturation.of(lessonOf(experiment, thisThread), experiment.initialParameters)!;
  const last = walk.points.length - 1;
  const iterates = [...new Set(Array.from({ length: lookedAt }, (_, k) => Math.round((k * last) / (lookedAt - 1))))];
  const pace = new Pace(signal);
  const found: LayerCondition[][] = [];
  for (const k of iterates) {
    await pace.step();
    found.push(saturation.conditions(experiment.layout.fromVector(walk.points[k])));
  }
  const curves = found[0].map(({ units }, layer): ChartCurve => ({
    id: `layer-${layer}`,
    label: `hidden layer ${layer + 1}, ${counted(units, 'unit')}`,
    colour: colourOf(layer),
    x: Float64Array.from(iterates),
    y: Float64Array.from(found, (layers) => 100 * layers[layer].share),
  }));
  const data: ChartData = {
    id: 'layer-saturation',
    title: 'Saturated units',
    subtitle: walk.label,
    x: { name: 'iteration', unit: '' },
    y: { name: 'units whose slope is below 1 % of its largest', unit: '%', min: 0 },
    curves,
  };
  const ends = found.at(-1)!.map(({ share }, layer) => `${said(100 * share)} % in hidden layer ${layer + 1}`);
  const caption = sentences([
    `Part of each layer's units, and of all moments of some rollouts, whose slope is below 1 % of the largest that the activation has, over the iterations of ${walk.title}.`,
    `After ${counted(last, 'step')}: ${listing(ends)}.`,
    'Through a saturated unit next to no gradient passes: a layer of them learns nothing, and neither do those before it.',
  ]);
  return [{ data, caption }];
}
