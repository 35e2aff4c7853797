/** @file The costates of the point that is played, joint by joint over the time of its motion; a joint that is lit here is lit on the arm. */
import { useMemo } from 'preact/hooks';
import { symlogScale } from '../../../../figures/symlog.ts';
import { wantsLessMotion } from '../../../less-motion.ts';
import { ColourScale } from '../../../plots/colour-scale.tsx';
import { Heatmap } from '../../../plots/heatmap.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { CostateChoice } from '../../arm/figures/costate-choice.tsx';
import { useSelection } from '../../arm/figures/shared-selection.ts';
import { tickOf } from '../../arm/figures/ticks.ts';
import { pushesOf } from '../../arm/push.ts';
import type { Played } from '../calls.ts';
import { type Lab, labOf } from '../lab.ts';
import { keyWords, playedHeat, scaleTitle } from '../pushes.ts';
import { SaveMenu } from './drawn.tsx';

/** Another point fills the map from its end to its start, as the gradient goes. */
const generations = new WeakMap<Played, number>();
let count = 0;

function generationOf(played: Played): number {
  const known = generations.get(played) ?? ++count;
  generations.set(played, known);
  return known;
}

function Map({ lab, played }: { readonly lab: Lab; readonly played: Played }) {
  const { value: kind } = lab.costate;
  const { hovered, pinned, onHover, onPin } = useSelection('joint');
  const data = useMemo(() => playedHeat(played, kind), [played, kind]);
  const caption = `${keyWords(kind)}, at every instant of ${played.by === null ? 'the chosen point' : `the lowest point, by ${played.by}`}.`;
  return (
    <Heatmap
      {...data}
      cursor={lab.clocks.cursor.t.value}
      onCursor={(t) => lab.clocks.pointAt(t)}
      hovered={hovered}
      pinned={pinned}
      onHoverRow={onHover}
      onPinRow={onPin}
      generation={generationOf(played)}
      reducedMotion={wantsLessMotion()}
      actions={
        <>
          <CostateChoice costate={lab.costate} />
          <SaveMenu drawing={{ data, caption }} place="costates" />
        </>
      }
    />
  );
}

export function CostatesCard() {
  const lab = labOf(useStudio().store);
  const { value: played } = lab.played;
  const { value: kind } = lab.costate;
  return (
    <div class="figure-panel lab-costates">
      {played ? (
        <>
          <Map lab={lab} played={played} />
          <ColourScale
            title={scaleTitle(kind, played.model)}
            scale={symlogScale(pushesOf(played, kind))}
            formatTick={tickOf}
          />
        </>
      ) : (
        <p class="panel-empty">The costates of every joint appear here once an arm plays a point.</p>
      )}
    </div>
  );
}
