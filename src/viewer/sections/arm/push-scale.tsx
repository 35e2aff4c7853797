/** @file The colour scale of rings and heatmap at the foot of the 3-D view. */
import { useStudio } from '../../studio/studio.ts';
import { ColourScale } from '../../plots/colour-scale.tsx';
import { symlogScale } from '../../../figures/symlog.ts';
import { tickOf } from './figures/ticks.ts';
import { pushesOf, symbolOf, unitOf } from './push.ts';

export function PushScale() {
  const { shown, experiment, view } = useStudio().store;
  const { value: look } = shown.look;
  const model = experiment.loaded.value?.model;
  if (!look || !model || !view.layers.value.includes('rings')) return null;
  return (
    <div class="push-scale" data-k={look.k}>
      <ColourScale
        title={`${symbolOf('tau')}, per ${unitOf('tau', model)}`}
        scale={symlogScale(pushesOf(look, 'tau'))}
        formatTick={tickOf}
      />
    </div>
  );
}
