/** @file The place of a panel. Panels move from place to place with all that they hold: they are made once, when they are first shown. */
import { render } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Panel } from '../studio/section.ts';
import { type Studio, StudioContext, useStudio } from '../studio/studio.ts';

const hosts = new WeakMap<Studio, Map<Panel, HTMLElement>>();

function hostOf(studio: Studio, panel: Panel): HTMLElement {
  const known = hosts.get(studio) ?? new Map<Panel, HTMLElement>();
  hosts.set(studio, known);
  const host = known.get(panel) ?? document.createElement('div');
  known.set(panel, host);
  return host;
}

/** Into the place first, then drawn: what measures itself has a size from the start. */
function show(studio: Studio, panel: Panel, slot: HTMLElement): void {
  const host = hostOf(studio, panel);
  if (host.parentElement !== slot) slot.replaceChildren(host);
  if (host.dataset.panel !== undefined) return;
  host.className = 'panel';
  host.dataset.panel = panel.id;
  const { view: View } = panel;
  render(
    <StudioContext.Provider value={studio}>
      <View />
    </StudioContext.Provider>,
    host,
  );
}

interface SlotProps {
  readonly panel: Panel;
  readonly isShown?: boolean;
  readonly id?: string;
  /** Id of the tab that it belongs to. */
  readonly tab?: string;
}

export function PanelSlot({ panel, isShown = true, id, tab }: SlotProps) {
  const studio = useStudio();
  const slot = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isShown) show(studio, panel, slot.current!);
  }, [studio, panel, isShown]);
  return (
    <div
      class="slot"
      id={id}
      ref={slot}
      hidden={!isShown}
      data-area={panel.area}
      role={tab === undefined ? undefined : 'tabpanel'}
      aria-labelledby={tab}
    />
  );
}
