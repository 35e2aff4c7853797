/** @file The inspector's panel "What is learned": every number with a bar for its change and a bar for its gradient. */
import { useSignal } from '@preact/signals';
import { capitalized } from '../../../../text/capitalized.ts';
import { useStudio } from '../../../studio/studio.ts';
import { typeOf } from '../../../../settings/kinds.ts';
import { NoteLink } from '../../notes/note-link.tsx';
import type { Subject } from '../../notes/note-of.ts';
import { FigureMenu } from '../figures/figure-actions.tsx';
import { useRow } from '../figures/shared-selection.ts';
import { jointColours } from '../joint-colours.ts';
import { jointLabels } from '../joint-labels.ts';
import {
  type Grouping,
  groupings,
  type LearnedGroup,
  learnedGroups,
  type LearnedRow,
  learnedSummary,
} from './learned.ts';
import { learnedSvg } from './learned-svg.ts';

/** From the middle to the right for more, to the left for less. */
function Bar({ share, kind }: { readonly share: number; readonly kind: 'change' | 'push' }) {
  const width = 50 * Math.min(Math.abs(share), 1);
  return (
    <i class={`learned-bar ${kind}`}>
      <i class={share < 0 ? 'minus' : 'plus'} style={{ left: `${share < 0 ? 50 - width : 50}%`, width: `${width}%` }} />
    </i>
  );
}

function Row({ row, colour }: { readonly row: LearnedRow; readonly colour: string | undefined }) {
  const { index, joint, label, value, change, changeShare, pushShare } = row;
  const chosen = useRow(joint === null ? { kind: 'parameter', id: String(index) } : { kind: 'joint', id: joint });
  return (
    <li>
      <button
        type="button"
        class="learned-row"
        {...chosen}
        style={colour && { '--lit': colour }}
        data-tip={`${capitalized(label)}: ${value} now, ${change} since the start. Upper bar: the change. Lower bar: where the gradient sends it.`}
      >
        <span class="learned-label">{label}</span>
        <span class="learned-bars">
          <Bar share={changeShare} kind="change" />
          <Bar share={pushShare} kind="push" />
        </span>
        <span class="learned-change">{change}</span>
      </button>
    </li>
  );
}

interface GroupProps {
  readonly group: LearnedGroup;
  readonly isOpen: boolean;
  readonly colours: Readonly<Record<string, string>>;
  /** What its note is about. */
  readonly about: Subject | null;
}

function Group({ group, isOpen, colours, about }: GroupProps) {
  return (
    <div class="learned-place">
      <details class="learned-group" open={isOpen}>
        <summary>
          {capitalized(group.title)} <small>× {group.count}</small>
        </summary>
        {group.rows.length < group.count && <p class="panel-meta">The {group.rows.length} that have changed most.</p>}
        <ul>
          {group.rows.map((row) => (
            <Row key={row.index} row={row} colour={row.joint === null ? undefined : colours[row.joint]} />
          ))}
        </ul>
      </details>
      {about && <NoteLink of={about} label={group.title} />}
    </div>
  );
}

export function LearnedPanel() {
  const { shown, experiment } = useStudio().store;
  const grouping = useSignal<Grouping>('parameter');
  const [look, start, model] = [shown.look.value, shown.start.value, experiment.loaded.value?.model];
  const { value: entries } = experiment.parameters;
  if (!look || !start || !model || look.parameters.length !== entries.length || start.length !== entries.length)
    return <p class="panel-empty">The numbers that are learned appear here.</p>;
  const numbers = { now: look.parameters, start, gradient: look.gradient };
  const groups = learnedGroups(entries, numbers, grouping.value, jointLabels(model));
  const colours = jointColours(model);
  const { value: scene } = experiment.scene;
  const controller: Subject | null = scene && { kind: 'controller', id: typeOf(scene.controller) };
  const aboutOf = ({ rows: [{ joint }] }: LearnedGroup): Subject | null => {
    const type = model.joints.find(({ name }) => name === joint)?.type;
    return grouping.value === 'joint' && type ? { kind: 'joint', id: type } : controller;
  };
  return (
    <section class="learned" data-k={look.k} aria-label="What is learned">
      <header class="panel-head">
        <h2 class="panel-title">What is learned</h2>
        <FigureMenu name="learned" draw={(palette) => learnedSvg(groups, look.k, palette)} />
      </header>
      <p class="panel-meta">
        {learnedSummary(entries)}. Iteration {look.k} minus start.
      </p>
      <div class="segmented" role="group" aria-label="Grouped by">
        {groupings.map((one) => (
          <button key={one} type="button" aria-pressed={grouping.value === one} onClick={() => (grouping.value = one)}>
            By {one}
          </button>
        ))}
      </div>
      {groups.map((group, i) => (
        <Group
          key={`${grouping.value} ${group.title}`}
          group={group}
          isOpen={i === 0}
          colours={colours}
          about={aboutOf(group)}
        />
      ))}
      <p class="panel-meta learned-key">
        Thick bar: change since the start. Thin bar: the push of the gradient. <b class="plus">More</b> or{' '}
        <b class="minus">less</b>; the longest of its sort fills its half.
      </p>
    </section>
  );
}
