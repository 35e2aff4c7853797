/** @file On a small screen the arm is a picture in a corner: a tap on it changes places with the figure. */
import { useStudio } from '../../studio/studio.ts';
import { labOf } from './lab.ts';

export function EnlargeArm() {
  const lab = labOf(useStudio().store);
  return (
    <button
      type="button"
      class="lab-enlarge"
      aria-label="Show the arm large"
      onClick={() => (lab.isArmLarge.value = true)}
    />
  );
}
