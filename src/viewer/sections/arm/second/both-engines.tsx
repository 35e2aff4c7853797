/** @file Below the chips, of a policy: how many unseen goals it comes to here and in Rapier, tried when it is asked for. */
import { percent } from '../../../../train/training.ts';
import { useStudio } from '../../../studio/studio.ts';
import type { InBothShown } from '../../../studio/store/shown.ts';

function wordsOf(found: InBothShown): string {
  if (found.state === 'refused') return found.message;
  if (found.state === 'under way') return `Unseen goals in both engines: ${Math.floor(100 * found.done)} %`;
  const { count, ours, theirs } = found;
  return `Of ${count} unseen goals, ${percent(ours)} are reached here, ${percent(theirs)} in Rapier`;
}

/** Begins it, or ends it. */
export function BothEngines() {
  const { store, session } = useStudio();
  const { value: found } = store.shown.inBoth;
  const isUnderWay = found?.state === 'under way';
  return (
    <button
      type="button"
      class="chip"
      data-tip={
        isUnderWay
          ? 'Ends this work; nothing that was there is lost'
          : 'How many unseen goals the policy reaches, here and in Rapier'
      }
      onClick={() => (isUnderWay ? session.bothEngines.stop() : session.bothEngines.start())}
    >
      {isUnderWay ? 'Cancel' : 'Evaluate in both engines'}
    </button>
  );
}

/** What was found. */
export function BothEnginesLine() {
  const { value: found } = useStudio().store.shown.inBoth;
  if (!found) return null;
  return (
    <p class="second-line" role="status" data-state={found.state}>
      {wordsOf(found)}
    </p>
  );
}
