/** @file The card over the arm under control: how near the goal is, what happens, and what planning costs. */
import { icons } from '../../../../panels/icons.tsx';
import { isTouch } from '../../../../studio/media.ts';
import { type Studio, useStudio } from '../../../../studio/studio.ts';
import { isDistanceOf } from '../../main-measure.ts';
import { NoteLink } from '../../../notes/note-link.tsx';
import { StoryHead } from '../../story/story-head.tsx';
import { type LivePlan, planOf } from '../live-plan.ts';
import { headlineOf, isStuck, readoutsOf } from '../readouts.ts';

/** Whether the measure is the distance to the target. Reads signals. */
export function isOfDistance({ store }: Pick<Studio, 'store'>, plan: LivePlan): boolean {
  const { value: scene } = store.experiment.scene;
  return scene !== null && isDistanceOf(scene, plan.facts.value?.measure ?? null);
}

function Sentence({ plan }: { readonly plan: LivePlan }) {
  const { value: isRunning } = plan.isRunning;
  const warning = plan.facts.value?.warnings.at(0);
  if (plan.isSlow.value)
    return (
      <>
        Planning takes longer than time gives it, so time passes slower for the robot.{' '}
        {plan.speed.value > 0.5 && (
          <button type="button" class="secondary story-action" onClick={() => plan.setSpeed(0.5)}>
            Slow motion, 0.5×
          </button>
        )}
      </>
    );
  if (!isRunning && warning) return <>{warning}</>;
  if (!isRunning)
    return (
      <>
        The tube is the <NoteLink of={{ kind: 'file', id: 'src/plan/mpc/mpc.ts' }}>plan</NoteLink> from where the arm
        rests. Drag the target: it is solved again at once. Press{' '}
        {(plan.news.value?.time ?? 0) > 0 ? 'Continue' : 'Plan'} to let the arm follow it.
      </>
    );
  if (plan.news.value && isStuck(plan.news.value))
    return <>No force helps here at first: it rests exactly where every way looks alike. Push it, and it finds one.</>;
  return (
    <>
      It plans again at every moment from where it is. Drag the target, or{' '}
      {plan.pulls.value
        ? 'pull the arm'
        : isTouch.value
          ? 'switch on “Pull by hand” and pull the arm'
          : 'pull the arm with Ctrl and a drag'}
      .
    </>
  );
}

function Readouts({ plan }: { readonly plan: LivePlan }) {
  const [facts, news] = [plan.facts.value, plan.news.value];
  if (!facts || !news) return null;
  return (
    <dl class="plan-readouts" aria-live="off">
      {readoutsOf(news, plan.settings.value ?? facts.settings, plan.speed.value).map(({ name, value, tip, isBad }) => (
        <div key={name} data-tip={tip} data-bad={isBad}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function PlanStory() {
  const studio = useStudio();
  const plan = planOf(studio.store);
  const [facts, news, failure] = [plan.facts.value, plan.news.value, plan.failure.value];
  const isOpen = studio.store.view.isStoryOpen.value;
  const tone = failure === null ? (plan.isRunning.value ? 'busy' : 'calm') : 'bad';
  const headline =
    failure !== null
      ? 'No plan'
      : facts && news
        ? headlineOf(facts, news, isOfDistance(studio, plan))
        : plan.isOpening.value
          ? 'Compiling the planner …'
          : 'Nothing is planned yet';
  return (
    <section class={`story plan-story ${tone}`} aria-label="The plan">
      <StoryHead icon={failure !== null && icons.warning} headline={headline} />
      {plan.isOpening.value && <progress aria-label="Compiling the planner" />}
      {failure !== null && (
        <p class="story-text" role="alert">
          {failure}{' '}
          <button type="button" class="secondary story-action" onClick={() => plan.tryAgain()}>
            Try again
          </button>
        </p>
      )}
      {isOpen && facts && failure === null && (
        <p class="story-text">
          <Sentence plan={plan} />
        </p>
      )}
      <Readouts plan={plan} />
    </section>
  );
}
