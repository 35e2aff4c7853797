/** @file The panels of the arm's room while it plans. */
import type { Panel } from '../../../studio/section.ts';
import { IdentifyPanel } from './identify/identify-panel.tsx';
import { identifyingOf } from './identify/identifying.ts';
import { identifyPanel } from './identify/open-recordings.ts';
import { PlanBar } from './panels/plan-bar.tsx';
import { CostPanel, GoalPanel, SolverPanel } from './panels/plan-figures.tsx';
import { PlanForm } from './panels/plan-form.tsx';
import { PlanStory } from './panels/plan-story.tsx';

export const planPanels: readonly Omit<Panel, 'when'>[] = [
  { id: 'plan-story', title: 'Live', area: 'overlay', isRead: true, view: PlanStory },
  { id: 'plan-bar', title: 'Disturb', area: 'overlay', view: PlanBar },
  { id: 'plan-costs', title: 'Cost', area: 'strip', view: CostPanel },
  { id: 'plan-goal', title: 'Goal', area: 'strip', view: GoalPanel },
  { id: 'plan-solver', title: 'Solver', area: 'strip', view: SolverPanel },
  { id: 'plan-form', title: 'Plan', area: 'inspector', view: PlanForm },
  {
    id: identifyPanel,
    title: 'Identify',
    area: 'inspector',
    view: IdentifyPanel,
    news: (store) => (identifyingOf(store).found.value ? 'something was identified' : null),
  },
];
