/** @file What the primary button says and does while Arm plans. */
import type { Primary } from '../../../studio/section.ts';
import type { Store } from '../../../studio/store/store.ts';
import { planOf } from './live-plan.ts';

export function planPrimary(store: Store): Primary {
  const plan = planOf(store);
  const { value: isRunning } = plan.isRunning;
  const hasBegun = (plan.news.value?.time ?? 0) > 0;
  return {
    label: isRunning ? 'Stop' : hasBegun ? 'Continue' : 'Plan',
    isStop: isRunning,
    isDisabled: plan.facts.value === null,
    run: () => plan.toggle(),
  };
}
