/** @file How far what goes on is, as a line under the header. */
import { legProgress } from '../studio/leg-progress.ts';
import { useStudio } from '../studio/studio.ts';

export function Progress() {
  const { run } = useStudio().store;
  if (run.phase.value === 'loading') return <div class="progress unknown" role="progressbar" aria-label="Loading" />;
  if (!run.isRunning.value) return <div class="progress" aria-hidden="true" />;
  const { done, most, fraction } = legProgress(run.leg.value, run.newest.value);
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label="Iterations of this run"
      aria-valuemin={0}
      aria-valuemax={most}
      aria-valuenow={done}
    >
      <i style={{ transform: `scaleX(${fraction})` }} />
    </div>
  );
}
