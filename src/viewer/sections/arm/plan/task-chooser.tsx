/** @file The segmented control of the arm's room: Reach, Train, Plan; and of planning: once as a whole, or again and again under control. */
import { moveAmongChoices } from '../../../panels/choices.ts';
import { tipWithKeys } from '../../../panels/tip.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { type ArmTask, tasks } from './task-of-method.ts';
import { canChoose, choose, planOnce, taskOf } from './task.ts';

interface ChoiceProps {
  readonly id: string;
  readonly title: string;
  readonly tip: string;
  readonly isChosen: boolean;
  readonly isDisabled?: boolean;
  readonly onChoose: () => void;
}

const Choice = ({ id, title, tip, isChosen, isDisabled = false, onChoose }: ChoiceProps) => (
  <button
    type="button"
    role="radio"
    id={id}
    aria-checked={isChosen}
    tabIndex={isChosen ? 0 : -1}
    disabled={isDisabled}
    data-tip={tip}
    onClick={onChoose}
  >
    {title}
  </button>
);

const words: Readonly<Record<ArmTask, { readonly title: string; readonly tip: string; readonly none: string }>> = {
  reach: {
    title: 'Reach',
    tip: 'Learns one motion: a controller is optimized by the gradient through its rollout',
    none: 'None of the page’s scenes of this robot reaches one point',
  },
  train: {
    title: 'Train',
    tip: 'Learns for every start and goal: a controller is trained by many rollouts',
    none: 'None of the page’s scenes of this robot trains',
  },
  plan: { title: 'Plan', tip: 'Plans motions: once as a whole, or again and again while the robot moves', none: '' },
};

/** Once, or under control. */
function HowToPlan() {
  const studio = useStudio();
  const { isLive } = studio.store.view;
  return (
    <div class="segments task-chooser" role="radiogroup" aria-label="How it plans" onKeyDown={moveAmongChoices}>
      <Choice
        id="plan-once"
        title="Once"
        tip="One plan for the whole motion: see it get better by iterations, and play it"
        isChosen={!isLive.value}
        onChoose={() => planOnce(studio)}
      />
      <Choice
        id="plan-live"
        title="Live"
        tip={tipWithKeys('Plans again and again from where the robot is: drag the target, push the arm', 'L')}
        isChosen={isLive.value}
        onChoose={() => (isLive.value = true)}
      />
    </div>
  );
}

export function TaskChooser() {
  const studio = useStudio();
  const { store } = studio;
  const task = taskOf(store);
  return (
    <div class="task-choosers">
      <div class="segments task-chooser" role="radiogroup" aria-label="What the arm does" onKeyDown={moveAmongChoices}>
        {tasks.map((one) => {
          const { title, tip, none } = words[one];
          const isThere = canChoose(store, one);
          return (
            <Choice
              key={one}
              id={`task-${one}`}
              title={title}
              tip={isThere ? tip : none}
              isChosen={one === task}
              isDisabled={!isThere}
              onChoose={() => choose(studio, one)}
            />
          );
        })}
      </div>
      {task === 'plan' && <HowToPlan />}
    </div>
  );
}
