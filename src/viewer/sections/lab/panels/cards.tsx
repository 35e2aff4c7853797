/** @file The small cards of the Lab: the losses of all methods, and their sharpness beside its threshold. */
import type { ChartData } from '../../../../figures/chart/chart-data.ts';
import type { Drawing } from '../../../../lab/figures/lab-figure.ts';
import { useStudio } from '../../../studio/studio.ts';
import { type Lab, labOf } from '../lab.ts';
import { liveDrawing, withTried } from '../live.ts';
import { Drawn } from './drawn.tsx';

/** Names of axes that a low card would cut. */
const shortNames: Readonly<Record<string, string>> = { sharpness: 'part of the edge' };

const isChart = (data: Drawing['data']): data is ChartData => 'curves' in data;

/** Names of methods without their settings, where that tells them apart: a low card has room for one row. */
function shortLabels(curves: ChartData['curves']): ChartData['curves'] {
  const names = curves.map(({ label }) => label.split(', ')[0]);
  return new Set(names).size < names.length ? curves : curves.map((curve, k) => ({ ...curve, label: names[k] }));
}

/** The same chart as a small card has room for, with the marked iteration as a line across it. */
function inCard(drawing: Drawing, { iteration }: Lab): Drawing {
  const { data } = drawing;
  const { value: at } = iteration;
  if (!isChart(data)) return drawing;
  const marked = at === null ? [] : [{ x: at, label: `k = ${at}`, colour: '--text' }];
  const y = { ...data.y, name: shortNames[data.id] ?? data.y.name };
  return {
    ...drawing,
    data: { ...data, subtitle: '', y, curves: shortLabels(data.curves), limits: [...(data.limits ?? []), ...marked] },
  };
}

/** `saved`: the drawing that its files have. */
function Card({
  drawing,
  saved,
  place,
  empty,
}: {
  readonly drawing: Drawing | null | undefined;
  readonly saved: Drawing | null | undefined;
  readonly place: string;
  readonly empty: string;
}) {
  const lab = labOf(useStudio().store);
  return (
    <div class="figure-panel">
      {drawing ? (
        <Drawn drawing={inCard(drawing, lab)} saved={saved} place={place} />
      ) : (
        <p class="panel-empty">{empty}</p>
      )}
    </div>
  );
}

const waiting = 'It is drawn after the large figure.';

export function LossesCard() {
  const lab = labOf(useStudio().store);
  const { value: losses } = lab.losses;
  const drawing = losses && withTried(losses, lab.tried.walk.value);
  return <Card drawing={drawing} saved={losses} place="losses" empty={waiting} />;
}

export function SharpnessCard() {
  const lab = labOf(useStudio().store);
  const drawings = lab.drawings.value.get('spectrum');
  const missing = drawings && !lab.isDrawing.value && 'None of these methods has a threshold of its own.';
  const drawing = drawings?.at(1);
  return (
    <Card drawing={drawing && liveDrawing(drawing, lab)} saved={drawing} place="sharpness" empty={missing || waiting} />
  );
}
