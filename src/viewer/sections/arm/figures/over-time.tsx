/** @file The figures over the time of the motion as panels: the gradient by joints and instants, and the drives' torques. */
import { useMemo } from 'preact/hooks';
import { wantsLessMotion } from '../../../less-motion.ts';
import { Figure } from '../../../plots/figure.tsx';
import { Heatmap } from '../../../plots/heatmap.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { typeOf } from '../../../../settings/kinds.ts';
import type { RobotModel } from '../../../../robot/model.ts';
import type { Subject } from '../../notes/note-of.ts';
import { CostateChoice } from './costate-choice.tsx';
import { FigureActions } from './figure-actions.tsx';
import { pushHeatmap } from './push-heatmap.ts';
import { useSelection } from './shared-selection.ts';
import { useTimeCursor } from './shared-cursor.ts';
import { torqueFigure } from './torque-figure.ts';

const costates: Subject = { kind: 'file', id: 'src/rollout/costates.ts' };

/** The type of the joint that is lit. */
function aboutJoint(model: RobotModel | null, lit: string | null): Subject | null {
  const type = model?.joints.find(({ name }) => name === lit)?.type;
  return type === undefined ? null : { kind: 'joint', id: type };
}

export function GradientPanel() {
  const { shown, experiment } = useStudio().store;
  const { value: look } = shown.look;
  const model = experiment.loaded.value?.model ?? null;
  const { value: kind } = shown.costate;
  const { hovered, pinned, onHover, onPin } = useSelection('joint');
  const { cursor, onCursor } = useTimeCursor();
  const data = useMemo(
    () => look && model && pushHeatmap(look, model, kind, `k ${look.k}, symlog`),
    [look, model, kind],
  );
  if (!look || !data) return <p class="panel-empty">The gradient of every joint at every instant appears here.</p>;
  return (
    <div class="figure-panel" data-k={look.k}>
      <Heatmap
        {...data}
        cursor={cursor}
        onCursor={onCursor}
        hovered={hovered}
        pinned={pinned}
        onHoverRow={onHover}
        onPinRow={onPin}
        generation={look.k}
        reducedMotion={wantsLessMotion()}
        actions={
          <>
            <CostateChoice costate={shown.costate} />
            <FigureActions data={data} about={aboutJoint(model, hovered ?? pinned) ?? costates} />
          </>
        }
      />
    </div>
  );
}

export function TorquePanel() {
  const { shown, experiment } = useStudio().store;
  const { value: look } = shown.look;
  const model = experiment.loaded.value?.model ?? null;
  const { hovered, pinned, onHover, onPin } = useSelection('joint');
  const time = useTimeCursor();
  const { value: scene } = experiment.scene;
  const controller: Subject = { kind: 'controller', id: scene ? typeOf(scene.controller) : '' };
  const data = useMemo(() => look && model && torqueFigure(look, model, pinned), [look, model, pinned]);
  if (!look || !data) return <p class="panel-empty">The torque of every drive over time appears here.</p>;
  return (
    <div class="figure-panel" data-k={look.k}>
      <Figure
        {...data}
        {...time}
        subtitle={`k ${look.k}, over t`}
        hovered={hovered}
        pinned={pinned}
        onHoverLine={onHover}
        onPinLine={onPin}
        actions={<FigureActions data={data} about={aboutJoint(model, hovered ?? pinned) ?? controller} />}
      />
    </div>
  );
}
