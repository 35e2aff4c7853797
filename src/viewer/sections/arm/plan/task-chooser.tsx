/** @file The segmented control of the arm's room: Reach, Train, Plan. */
import { moveAmongChoices } from '../../../panels/choices.ts';
import { tipWithKeys } from '../../../panels/tip.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { type ArmTask, canChoose, choose, taskOf, tasks } from './task.ts';

const words: Readonly<Record<ArmTask, { readonly title: string; readonly tip: string; readonly none?: string }>> = {
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
  plan: { title: 'Plan', tip: 'Plans again and again while the robot moves: drag the target, push the arm' },
};

export function TaskChooser() {
  const studio = useStudio();
  const { store } = studio;
  const task = taskOf(store);
  return (
    <div class="segments task-chooser" role="radiogroup" aria-label="What the arm does" onKeyDown={moveAmongChoices}>
      {tasks.map((one) => {
        const { title, tip, none } = words[one];
        const isThere = canChoose(store, one);
        return (
          <button
            key={one}
            type="button"
            role="radio"
            id={`task-${one}`}
            aria-checked={one === task}
            tabIndex={one === task ? 0 : -1}
            disabled={!isThere}
            data-tip={isThere || !none ? tipWithKeys(tip, one === 'plan' ? 'L' : undefined) : none}
            onClick={() => choose(studio, one)}
          >
            {title}
          </button>
        );
      })}
    </div>
  );
}
