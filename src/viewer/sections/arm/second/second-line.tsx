/** @file The line below the chips: what the second physics says of the motion that is shown. */
import { useStudio } from '../../../studio/studio.ts';
import { secondWords } from './second-words.ts';

export function SecondLine() {
  const { store } = useStudio();
  const words = secondWords(store);
  const { value: second } = store.shown.second;
  if (words === null) return null;
  return (
    <p class="second-line" role="status" data-state={second?.state}>
      {words}
    </p>
  );
}
