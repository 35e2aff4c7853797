/** @file At the foot of the Lab's 3-D view: whether the costates are drawn on the arm, and what their arrows mean. */
import { tipWithKeys } from '../../../panels/tip.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { labOf } from '../lab.ts';
import { keyWords } from '../pushes.ts';

export function PushKey() {
  const { played, costate, showsPushes } = labOf(useStudio().store);
  const { value: shown } = played;
  if (!shown) return null;
  const { value: kind } = costate;
  const isOn = showsPushes.value;
  return (
    <div class="lab-key">
      <button
        type="button"
        class="chip toggle"
        aria-pressed={isOn}
        data-tip={tipWithKeys(keyWords(kind), 'G')}
        onClick={() => (showsPushes.value = !isOn)}
      >
        Costates
      </button>
      {isOn && <p>{keyWords(kind)}</p>}
    </div>
  );
}
