/** @file The pad: for every step size and momentum how descent would move over the task's own curvature. */
import type { RegimeData, RegimeMark } from '../../figures/regime/regime-data.ts';
import { rangeOf } from '../../figures/plane.ts';
import { bestDescent, bestMomentum } from '../../learning/stability/conditioning.ts';
import { regimePad } from '../../learning/stability/pad.ts';
import { counted } from '../../text/counted.ts';
import { settingOf } from '../../settings/kinds.ts';
import { curvatureAt, descending } from '../curvature.ts';
import type { Look } from '../look.ts';
import { comparedMethods, type NamedMethod } from '../compared-methods.ts';
import type { Drawing, DrawOptions, LabFigure } from './lab-figure.ts';
import { regimesOf } from './regimes.ts';
import { evenly, logarithmically, said, sentences } from './words.ts';

/** Points across and up. */
const [columns, rows] = [161, 101] as const;
const mostMomentum = 0.99;

/** The mark of what no method is at. */
const bestLabel = 'best momentum';

/** Methods that are descent or heavy ball, at their step size and momentum, where the pad has them. */
function marksOf(methods: readonly NamedMethod[], [low, high]: readonly [number, number]): RegimeMark[] {
  return methods.flatMap(({ method, title }) => {
    const rule = comparedMethods.make(method, null);
    const momentum = 'update' in rule ? rule.besideFlow?.heavyBall : undefined;
    const x = settingOf<number>(method, 'learningRate');
    if (momentum === undefined || x === undefined || !(x >= low && x <= high)) return [];
    return [{ x, y: Math.min(momentum, mostMomentum), label: title }];
  });
}

/** The same pad with its methods at other step sizes and momenta. */
export function padWith(data: RegimeData, methods: readonly NamedMethod[]): RegimeData {
  const best = (data.marks ?? []).filter(({ label }) => label === bestLabel);
  return { ...data, marks: [...marksOf(methods, rangeOf(data.x)), ...best] };
}

async function* draw(look: Look, options: DrawOptions): AsyncIterable<readonly Drawing[]> {
  const { study, lowest } = look;
  const { measure, isWhole } = await curvatureAt(study.landscape, lowest.x, study.seed, options);
  const { kept, escaping } = descending(measure.nodes);
  if (kept.length === 0) return;
  const [least, most] = [kept[0], kept[kept.length - 1]];
  const range = [0.02 / most, 8 / most] as const;
  const stepSizes = logarithmically(range[0], range[1], columns);
  const momenta = evenly(0, mostMomentum, rows);
  const [plain, heavy] = [bestDescent(least, most), bestMomentum(least, most)];
  const best: RegimeMark = { x: heavy.stepSize, y: heavy.momentum, label: bestLabel };
  const isBestShown =
    heavy.momentum > 0 && heavy.momentum <= mostMomentum && heavy.stepSize >= range[0] && heavy.stepSize <= range[1];
  const data: RegimeData = {
    id: 'pad',
    title: 'What step size and momentum do here',
    x: { name: 'step size η', unit: '', scale: 'log', values: stepSizes },
    y: { name: 'momentum b', unit: '', values: momenta },
    ...regimesOf(regimePad(kept, stepSizes, momenta)),
    marks: [...marksOf(look.walks, range), ...(isBestShown ? [best] : [])],
  };
  const caption = sentences([
    `How descent with momentum moves over the quadratic that the loss is at the lowest point (found by ${lowest.by}): curvatures from ${said(least)} to ${said(most)}${isWhole ? '' : ', as Lanczos runs see them'}.`,
    `Without momentum the step size must be below ${said(2 / most)}, with momentum b below ${said(2 / most)} (1 + b).`,
    `The slowest direction loses ${said(1 - plain.rate)} of its error per step at the best step size of plain descent, ${said(plain.stepSize)}, and ${said(1 - heavy.rate)} at the best momentum, ${said(heavy.momentum)} with a step size of ${said(heavy.stepSize)}.`,
    escaping > 0 &&
      `Along ${counted(escaping, 'direction')} the loss goes down from here whatever the step size: a saddle, and left out.`,
  ]);
  yield [{ data, caption }];
}

export const padFigure: LabFigure = { name: 'pad', missing: () => null, draw };
