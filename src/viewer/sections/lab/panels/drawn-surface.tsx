/** @file The loss over a plane in the Lab: as a map or in space; what can be done at its points is the same. */
import type { ComponentChildren } from 'preact';
import type { ContourData } from '../../../../figures/contour/contour-data.ts';
import type { SurfaceData } from '../../../../figures/surface/surface-data.ts';
import { icons } from '../../../panels/icons.tsx';
import { tipWithKeys } from '../../../panels/tip.tsx';
import { ContourMap } from '../../../plots/contour-map.tsx';
import { SurfaceFigure } from '../../../plots/surface-figure.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { type Lab, labOf } from '../lab.ts';
import { runningOn } from '../running.ts';
import { isPlayed } from '../is-played.ts';
import { unparted } from '../unparted.ts';
import type { Linked } from './use-linked.ts';

function ResetButton({ seen: { view } }: Lab) {
  return (
    <button
      type="button"
      class="quiet figure-menu"
      aria-label="Reset the view"
      data-tip={tipWithKeys('The view as it was. Drag, or use the arrows, to turn it', 'Home')}
      disabled={view.value === null}
      onClick={() => (view.value = null)}
    >
      {icons.reset}
    </button>
  );
}

export function DrawnSurface({
  data,
  linked,
  actions,
}: {
  readonly data: ContourData | SurfaceData;
  readonly linked: Linked;
  readonly actions: ComponentChildren;
}) {
  const { store } = useStudio();
  const lab = labOf(store);
  const running = runningOn(store, lab);
  const said = data.note && { note: unparted(data.note) };
  const points = {
    probe: lab.probe.value && { x: lab.probe.value[0], y: lab.probe.value[1] },
    probeWord: isPlayed(lab) ? 'played' : 'chosen',
    running: running && { x: running.x, y: running.y, label: `run, k = ${running.k}` },
    at: lab.clocks.iteration.value,
    onProbe: (x: number, y: number) => lab.play([x, y]),
    onDescend: (x: number, y: number) => lab.descend([x, y]),
  };
  if (!('view' in data))
    return (
      <ContourMap
        data={{ ...data, ...said }}
        {...points}
        lit={linked.lit.at(0) ?? null}
        onHoverPoint={(point) => linked.onHover(point && point.id)}
        onChoose={(x, y) => (lab.probe.value = [x, y])}
        onZoom={data.id === 'surface' ? (box) => lab.change({ box }) : undefined}
        actions={actions}
      />
    );
  const { view } = lab.seen;
  return (
    <SurfaceFigure
      data={{ ...data, ...said }}
      {...points}
      onView={(next) => (view.value = next)}
      onReset={() => (view.value = null)}
      actions={
        <span class="figure-actions">
          {ResetButton(lab)}
          {actions}
        </span>
      }
    />
  );
}
