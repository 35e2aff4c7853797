/** @file The 3-D view with what lies over it. The view is made once, and stays when the room changes. */
import { useEffect, useRef } from 'preact/hooks';
import { hasSheet, layout } from '../studio/media.ts';
import { mountWorld } from '../studio/mount-world.ts';
import { overlayPanels } from '../studio/room-panels.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';
import { Jobs } from './jobs.tsx';
import { Notices } from './notices.tsx';
import { PanelSlot } from './panel-slot.tsx';
import { tipWithKeys } from './tip.tsx';
import { TrustBadge } from './trust-badge.tsx';

function Tools() {
  const studio = useStudio();
  const { commands, store, section } = studio;
  const showsScene = section.value.showsScene?.(studio) ?? true;
  const frame = commands.value.find(({ id }) => id === 'frame');
  return (
    <div class="stage-tools">
      {layout.value === 'sheet' && showsScene && <TrustBadge />}
      {frame && (
        <button
          type="button"
          class="quiet raised"
          aria-label={frame.title}
          data-tip={tipWithKeys('Brings the whole robot into view', frame.shownKeys)}
          onClick={frame.run}
        >
          {icons.frame}
        </button>
      )}
      <button
        type="button"
        class="quiet raised"
        aria-label="Help"
        data-tip={tipWithKeys('What can be done here, and how', '?')}
        onClick={() => (store.view.isHelpOpen.value = true)}
      >
        {icons.help}
      </button>
    </div>
  );
}

/** Why there is no picture, or none that moves. */
function WorldState() {
  const { worldFailure, isGraphicsLost } = useStudio().store.messages;
  if (worldFailure.value !== null)
    return (
      <div class="no-world">
        <h2>No 3-D view</h2>
        <p>{worldFailure.value}</p>
        <p>Everything else works: optimize, and read the curves and figures.</p>
      </div>
    );
  if (!isGraphicsLost.value) return null;
  return (
    <p class="graphics-lost" role="status">
      The graphics were lost and are being restored
    </p>
  );
}

export function Stage() {
  const studio = useStudio();
  const { section, store } = studio;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => void mountWorld(host.current!, studio), []);
  const hasStage = section.value.hasStage(studio);
  return (
    <section class="stage" aria-label="The robot" data-away={!hasStage}>
      <div class="world" id="world" ref={host} />
      <WorldState />
      <div class="overlay">
        {overlayPanels({ section: section.value, store }, hasSheet.value).map((panel) => (
          <PanelSlot key={panel.id} panel={panel} />
        ))}
      </div>
      {hasStage && <Tools />}
      <div class="stage-messages">
        <Jobs />
        <Notices />
      </div>
    </section>
  );
}
