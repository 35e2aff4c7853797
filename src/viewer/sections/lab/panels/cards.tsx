/** @file The small cards of the Lab: the losses of all methods, and their sharpness beside its threshold. */
import type { ChartData } from '../../../../figures/chart/chart-data.ts';
import type { Drawing } from '../../../../lab/figures/lab-figure.ts';
import { useStudio } from '../../../studio/studio.ts';
import { labOf } from '../lab.ts';
import { Drawn } from './drawn.tsx';

/** Names of axes that a low card would cut. */
const shortNames: Readonly<Record<string, string>> = { sharpness: 'part of the edge' };

const isChart = (data: Drawing['data']): data is ChartData => 'curves' in data;

/** The same chart as a small card has room for. */
function inCard(drawing: Drawing): Drawing {
  const { data } = drawing;
  if (!isChart(data)) return drawing;
  return { ...drawing, data: { ...data, subtitle: '', y: { ...data.y, name: shortNames[data.id] ?? data.y.name } } };
}

function Card({
  drawing,
  place,
  empty,
}: {
  readonly drawing: Drawing | null | undefined;
  readonly place: string;
  readonly empty: string;
}) {
  return (
    <div class="figure-panel">
      {drawing ? <Drawn drawing={inCard(drawing)} place={place} /> : <p class="panel-empty">{empty}</p>}
    </div>
  );
}

const waiting = 'It is drawn after the large figure.';

export function LossesCard() {
  return <Card drawing={labOf(useStudio().store).losses.value} place="losses" empty={waiting} />;
}

export function SharpnessCard() {
  const lab = labOf(useStudio().store);
  const drawings = lab.drawings.value.get('spectrum');
  const missing = drawings && !lab.isDrawing.value && 'None of these methods has a threshold of its own.';
  return <Card drawing={drawings?.at(1)} place="sharpness" empty={missing || waiting} />;
}
