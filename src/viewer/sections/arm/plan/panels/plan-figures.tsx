/** @file The figures of planning under control, of the last seconds. */
import type { StackData } from '../../../../../figures/stack/stack-data.ts';
import { StackFigure } from '../../../../plots/stack-figure.tsx';
import { type Studio, useStudio } from '../../../../studio/studio.ts';
import { capitalized } from '../../../../../text/capitalized.ts';
import { inWords } from '../../main-measure.ts';
import type { LiveFacts } from '../calls.ts';
import { costFigure, goalFigure, solverFigure } from '../figures.ts';
import type { LiveRow } from '../history.ts';
import { type LivePlan, planOf } from '../live-plan.ts';
import { isOfDistance } from './plan-story.tsx';

type Drawing = (rows: readonly LiveRow[], facts: LiveFacts, plan: LivePlan, studio: Studio) => StackData;

/** A figure that is drawn anew a few times a second. */
const figure = (draw: Drawing, empty: string) =>
  function PlanFigure() {
    const studio = useStudio();
    const plan = planOf(studio.store);
    void plan.history.drawn.value;
    const { value: facts } = plan.facts;
    const { rows } = plan.history;
    if (!facts || rows.length < 2) return <p class="panel-empty">{empty}</p>;
    return (
      <div class="figure-panel">
        <StackFigure data={draw(rows, facts, plan, studio)} />
      </div>
    );
  };

export const CostPanel = figure(
  (rows, facts) => costFigure(rows, facts),
  'What the plan costs, by terms, appears here while time passes.',
);

export const GoalPanel = figure((rows, facts, plan, studio) => {
  const name = isOfDistance(studio, plan) ? 'Distance to target' : capitalized(inWords(facts.measure?.name ?? 'goal'));
  return goalFigure(rows, facts, name);
}, 'How near the goal is appears here while time passes.');

export const SolverPanel = figure(
  (rows, facts, plan) => solverFigure(rows, (plan.settings.value ?? facts.settings).budget),
  'What planning takes appears here while time passes.',
);
