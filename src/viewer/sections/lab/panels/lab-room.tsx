/** @file The middle of the Lab: the large figure with its tabs, what can be done at its points, and what is seen in it. */
import { useState } from 'preact/hooks';
import type { Drawing } from '../../../../lab/figures/lab-figure.ts';
import { named } from '../../../../figures/plane.ts';
import type { Store } from '../../../studio/store/store.ts';
import { hasSheet } from '../../../studio/media.ts';
import { useStudio } from '../../../studio/studio.ts';
import { ratesNow } from '../choosing.ts';
import { type FlowName, flowNames, flowsIn, flowWords } from '../flows.ts';
import { isInSpace, seenFrom } from '../in-space.ts';
import { type Lab, labOf } from '../lab.ts';
import { runningOn, wordsOf } from '../running.ts';
import { PanelSlot } from '../../../panels/panel-slot.tsx';
import { NoteLink } from '../../notes/note-link.tsx';
import { noteOfDrawing, noteOfStudy } from '../notes-of.ts';
import { layout } from '../../../studio/media.ts';
import { givenExperiment } from '../given.ts';
import { liveDrawing, placeWords, regimeAt } from '../live.ts';
import { doctorId } from '../words.ts';
import { unparted } from '../unparted.ts';
import { CostatesCard } from './costates-card.tsx';
import { Drawn } from './drawn.tsx';
import { DimensionTabs, FigureTabs } from './figure-tabs.tsx';
import { PinnedChip } from './pinned-chip.tsx';
import { PointRow } from './point-row.tsx';

/** Which of several drawings is shown. */
function PartChooser({
  drawings,
  at,
  onChoose,
}: {
  readonly drawings: readonly Drawing[];
  readonly at: number;
  readonly onChoose: (at: number) => void;
}) {
  if (drawings.length < 2) return null;
  return (
    <select
      class="lab-part"
      aria-label="Which of these figures"
      value={String(at)}
      onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
    >
      {drawings.map(({ data }, index) => (
        <option key={data.id} value={String(index)}>
          {data.title}
        </option>
      ))}
    </select>
  );
}

/** How far the drawing is, in words. */
function stateOf({ isDrawing, drawings, figure }: Lab): string {
  const data = drawings.value.get(figure.value)?.[0]?.data;
  const points = data && 'z' in data ? `${data.x.values.length} × ${data.y.values.length} points` : '';
  return isDrawing.value ? ['Drawing', points].filter(Boolean).join(', ') : points;
}

/** Where the run of the arm's room is, while it is what the Lab studies. */
function RunLine({ lab }: { readonly lab: Lab }) {
  const { store } = useStudio();
  const running = runningOn(store, lab);
  if (lab.figure.value !== 'surface' || !running) return null;
  return <p class="lab-running">{unparted(wordsOf(running, store.run.isRunning.value))}</p>;
}

/** What a pad says of the place under the pointer, or of what is chosen. */
function PadRow({ lab, data }: { readonly lab: Lab; readonly data: Drawing['data'] | undefined }) {
  if (!data || !('regimes' in data)) return null;
  const { value: tried } = lab.tried.place;
  const { eta } = lab.changes.value;
  const { beta = 0 } = ratesNow(lab);
  const chosen = data.id === 'pad' && eta !== undefined ? { eta, beta, horizon: null } : null;
  const isChosen = !tried || (tried.eta === chosen?.eta && tried.beta === beta);
  const place = tried ?? chosen;
  const usual =
    data.id === 'pad'
      ? 'Point at a place: the losses of a walk with that step size and momentum are drawn. Press to choose them.'
      : 'Point at a place: the losses of descent with that step size over that horizon are drawn.';
  return (
    <div class="lab-point">
      <p>
        {place ? `${isChosen ? 'Chosen' : 'Under the pointer'}: ${placeWords(place)}, ${regimeAt(data, place)}` : usual}
      </p>
    </div>
  );
}

/** Which flows stand beside the methods, of those that a drawing has. */
function FlowRow({ lab, drawing }: { readonly lab: Lab; readonly drawing: Drawing | undefined }) {
  const { value: flows } = lab.flows;
  if (lab.figure.value !== 'flow' || !drawing) return null;
  const present = flowsIn(drawing);
  const toggle = (name: FlowName): void => {
    lab.flows.value = flowNames.filter((each) => (each === name) !== flows.includes(each));
  };
  return (
    <div class="lab-point lab-flows" role="group" aria-label="Flows beside the methods">
      {flowWords
        .filter(({ name }) => present.includes(name))
        .map(({ name, title, tip }) => (
          <label key={name} data-tip={tip}>
            <input
              type="checkbox"
              checked={flows.includes(name)}
              disabled={flows.length === 1 && flows.includes(name)}
              onChange={() => toggle(name)}
            />
            {title}
          </label>
        ))}
    </div>
  );
}

/** Beside the arm: which point it plays. */
function PlayedLine({ lab }: { readonly lab: Lab }) {
  const { value: played } = lab.played;
  if (!played) return null;
  const where = played.by === null ? 'at the chosen point' : `at the lowest point, by ${played.by}`;
  return (
    <p class="lab-play">
      <b>{named({ name: 'loss', unit: '' }, played.loss)}</b>{' '}
      {played.rollouts > 1 ? `of the rollout that is played, one of ${played.rollouts}, ${where}` : where}
    </p>
  );
}

/** What is studied, and what is seen in the figure. */
function Words({ lab, caption }: { readonly lab: Lab; readonly caption: string }) {
  const { value: facts } = lab.facts;
  if (!facts) return null;
  return (
    <div class="lab-words">
      <h2>
        {facts.title}
        <NoteLink of={noteOfStudy(facts)} label={facts.title} />
      </h2>
      {facts.about && <p>{facts.about}</p>}
      {caption && <p class="lab-caption">{unparted(caption)}</p>}
    </div>
  );
}

/** Why there is no figure while none is drawn. */
const nothingDrawn = ({ given }: Store, { experiment }: Lab): string =>
  experiment.value === givenExperiment && !given.experiment.value
    ? 'This is an experiment of a file that is not here. Drop it on the page, or open it: the link opens then.'
    : 'Nothing is drawn yet.';

/** The drawings of the figure: of the surface the map, or the one in space as it is turned. */
function shownOf({ drawings, figure, seen: { dimension, view } }: Lab): readonly Drawing[] {
  const all = drawings.value.get(figure.value) ?? [];
  if (figure.value !== 'surface') return all;
  const isSpace = dimension.value === 3;
  return all.filter((drawing) => isInSpace(drawing) === isSpace).map((drawing) => seenFrom(drawing, view.value));
}

/** Where there is room, the doctor stands beside the figure. */
function DoctorSection() {
  const { section } = useStudio();
  const panel = section.value.panels.find(({ id }) => id === doctorId);
  if (!panel) return null;
  return (
    <section class="lab-doctor" aria-label={panel.title}>
      <h2>{panel.title}</h2>
      <PanelSlot panel={panel} />
    </section>
  );
}

/** What is read beside the figure: of an arm, whose motion takes the room, what is wrong comes first. */
function Reading({ lab, caption }: { readonly lab: Lab; readonly caption: string }) {
  if (hasSheet.value) return <Words lab={lab} caption={caption} />;
  const parts = [<DoctorSection key="doctor" />, <Words key="words" lab={lab} caption={caption} />];
  return (
    <div class="lab-reading" tabIndex={0} role="region" aria-label="Doctor and description">
      {lab.played.value ? parts : parts.toReversed()}
    </div>
  );
}

export function LabRoom() {
  const { store } = useStudio();
  const lab = labOf(store);
  const { value: figure } = lab.figure;
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({});
  const drawings = shownOf(lab);
  const at = Math.min(chosen[figure] ?? 0, Math.max(drawings.length - 1, 0));
  const saved = drawings.at(at);
  const drawing = saved && liveDrawing(saved, lab);
  const isArmLarge = layout.value === 'sheet' && lab.played.value !== null && lab.isArmLarge.value;
  const note = drawing ? noteOfDrawing(drawing.data.id) : null;
  const reason = lab.failure.value ?? lab.facts.value?.missing[figure] ?? null;
  const waiting = lab.isDrawing.value ? 'Walking down with all methods …' : nothingDrawn(store, lab);
  const empty = reason ?? waiting;
  return (
    <div
      class="lab"
      tabIndex={-1}
      data-arm={lab.played.value !== null}
      data-drawing={lab.isDrawing.value}
      data-large={isArmLarge ? 'arm' : 'figure'}
    >
      <div class="lab-head">
        <FigureTabs lab={lab} />
        <DimensionTabs lab={lab} />
        <PartChooser drawings={drawings} at={at} onChoose={(index) => setChosen({ ...chosen, [figure]: index })} />
        <PinnedChip />
        {note && <NoteLink of={note} label={drawing!.data.title} />}
        <span class="lab-state" role="status">
          {stateOf(lab)}
        </span>
      </div>
      <div class="lab-figure" id="lab-figure" role="tabpanel" aria-labelledby={`lab-tab-${figure}`}>
        {drawing ? (
          <Drawn key={`${figure} ${drawing.data.id}`} drawing={drawing} saved={saved} place="lab" />
        ) : (
          <p class="panel-empty">{empty}</p>
        )}
        {drawing && lab.failure.value && (
          <p class="lab-failure" role="alert">
            {lab.failure.value}
          </p>
        )}
      </div>
      <div class="lab-under">
        <RunLine lab={lab} />
        <PointRow lab={lab} />
        <FlowRow lab={lab} drawing={saved} />
        <PadRow lab={lab} data={drawing?.data} />
      </div>
      {isArmLarge && (
        <button
          type="button"
          class="lab-enlarge"
          aria-label="Show the figure large"
          onClick={() => (lab.isArmLarge.value = false)}
        />
      )}
      <aside class="lab-side" aria-label="What is seen">
        <PlayedLine lab={lab} />
        {lab.played.value && !hasSheet.value && <CostatesCard />}
        <Reading lab={lab} caption={drawing?.caption ?? ''} />
      </aside>
    </div>
  );
}
