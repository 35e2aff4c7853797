/** @file The head of the page: name, rooms, scene, whether the gradient can be trusted, and the one primary action. */
import { hasSheet, layout } from '../studio/media.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';
import { Menu } from './menu.tsx';
import { Progress } from './progress.tsx';
import { SceneChooser } from './scene-chooser.tsx';
import { Share } from './share.tsx';
import { RoomTabs } from './tabs.tsx';
import { tipWithKeys } from './tip.tsx';
import { TrustBadge } from './trust-badge.tsx';

function UndoButton() {
  const { session } = useStudio();
  return (
    <button
      type="button"
      class="quiet undo"
      aria-label="Undo"
      data-tip={tipWithKeys('Takes the last change back, with the run that was there', 'U')}
      disabled={session.run.undoSteps.value.length === 0}
      onClick={() => session.run.undo()}
    >
      {icons.undo}
    </button>
  );
}

function PrimaryButton() {
  const studio = useStudio();
  const { label, isStop, isDisabled, run } = studio.section.value.primary(studio);
  return (
    <button
      type="button"
      class={isStop ? 'primary stops' : 'primary'}
      id="optimize"
      disabled={isDisabled}
      onClick={run}
    >
      {isStop ? icons.stop : icons.play}
      <span>{label}</span>
    </button>
  );
}

export function Header() {
  const studio = useStudio();
  const { chooser: Chooser = SceneChooser, showsScene: shows } = studio.section.value;
  const showsScene = shows?.(studio) ?? true;
  return (
    <header class="header">
      <h1 class="brand">
        {icons.mark}
        <span>Adjoint</span>
      </h1>
      {layout.value !== 'sheet' && <RoomTabs />}
      <Chooser />
      <span class="gap" />
      {layout.value !== 'sheet' && showsScene && <TrustBadge />}
      {!hasSheet.value && <Share />}
      {showsScene && <UndoButton />}
      <PrimaryButton />
      <Menu />
      <Progress />
    </header>
  );
}
