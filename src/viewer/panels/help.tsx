/** @file What can be done, in a dialog: by keys, or by gestures where fingers are what the page is used with. */
import { useEffect, useRef } from 'preact/hooks';
import { isTouch } from '../studio/media.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';

type Row = readonly [how: string, what: string];

const gestures: readonly Row[] = [
  ['Drag', 'Turn the view'],
  ['Two fingers', 'Move the view; pinch to come nearer'],
  ['Drag the ball', 'Move the target'],
  ['Drag the arm', 'Pull at it, in Plan, with “Pull by hand”'],
  ['Tap a joint', 'Light it everywhere; tap again to put it out'],
  ['Drag a lane', 'Go to an instant of the motion, or to an iteration'],
  ['Press long', 'What a control is'],
];

const pointerRows: readonly Row[] = [
  ['Drag', 'Turn the view'],
  ['Right drag', 'Move the view'],
  ['Wheel', 'Come nearer'],
  ['Drag the ball', 'Move the target'],
  ['Ctrl drag', 'Pull at the arm, in Plan'],
  ['Click a joint', 'Light it everywhere'],
];

function Rows({ title, children }: { readonly title: string; readonly children: preact.ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

const HandRows = ({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) => (
  <Rows title={title}>
    {rows.map(([how, what]) => (
      <div key={how}>
        <dt>{how}</dt>
        <dd>{what}</dd>
      </div>
    ))}
  </Rows>
);

function KeyRows() {
  const { commands } = useStudio();
  return (
    <Rows title="Keys">
      {commands.value
        .filter(({ shownKeys }) => shownKeys !== undefined)
        .map(({ id, title, shownKeys }) => (
          <div key={id}>
            <dt>
              {shownKeys!.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
    </Rows>
  );
}

export function Help() {
  const studio = useStudio();
  const { section, store } = studio;
  const { isHelpOpen, tour } = store.view;
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isHelpOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current!.showModal();
    else dialog.current!.close();
  }, [isOpen]);
  const startTour = (): void => {
    isHelpOpen.value = false;
    tour.value = 0;
  };
  return (
    <dialog
      class="help"
      ref={dialog}
      aria-label="Help"
      onClose={() => (isHelpOpen.value = false)}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      <header>
        <h2>Help</h2>
        <button type="button" class="quiet" aria-label="Close" onClick={() => (isHelpOpen.value = false)}>
          {icons.close}
        </button>
      </header>
      {isOpen && (
        <div class="help-body" tabIndex={0} role="region" aria-label="What can be done">
          {isTouch.value ? (
            <HandRows title="Gestures" rows={gestures} />
          ) : (
            <>
              <KeyRows />
              <HandRows title="Pointer" rows={pointerRows} />
            </>
          )}
        </div>
      )}
      {(section.value.tour?.(studio).length ?? 0) > 0 && (
        <footer>
          <button type="button" class="secondary" onClick={startTour}>
            Take the tour
          </button>
        </footer>
      )}
    </dialog>
  );
}
