/** @file The inspector's panel "Robot": what is wrong with it first, with what helps; its joints and links; what it costs. */
import type { ComponentChildren } from 'preact';
import { countFindings } from '../../../../robot/findings.ts';
import { oneLine } from '../../../../text/printable.ts';
import { FindingList } from '../../../panels/finding-list.tsx';
import { Remedies } from '../../../panels/remedies.tsx';
import { useStudio } from '../../../studio/studio.ts';
import type { Loaded } from '../calls.ts';
import { JointTree } from './joint-tree.tsx';
import { robotFacts } from './robot-facts.ts';
import { meshesOf } from './robot-tree.ts';

interface SectionProps {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly isWarning?: boolean;
  readonly children: ComponentChildren;
}

function Section({ title, isOpen = false, isWarning = false, children }: SectionProps) {
  return (
    <details class={isWarning ? 'robot-part warning' : 'robot-part'} open={isOpen}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** A list that is looked into when it is of interest; nothing where it is empty. */
function List({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <Section title={title}>
      <ul class="plain">
        {items.map((item) => (
          <li key={item}>{oneLine(item)}</li>
        ))}
      </ul>
    </Section>
  );
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What stands in the way, and what helps. */
function Warnings({ loaded }: { readonly loaded: Loaded }) {
  const { store, session } = useStudio();
  const { findings, warnings, notes } = loaded;
  const remarks = [...new Set([...(notes?.warnings ?? []), ...warnings])];
  return (
    <>
      {remarks.map((remark) => (
        <p class="remark warning" key={remark}>
          {oneLine(remark)}
        </p>
      ))}
      <Remedies findings={findings} onTake={(offer) => session.experiments.addToRobot(offer)} />
      {findings.length > 0 && (
        <Section title={counted(countFindings(findings), 'warning')} isOpen isWarning>
          <FindingList file={store.experiment.robot.value?.name ?? ''} findings={findings} />
        </Section>
      )}
    </>
  );
}

export function RobotPanel() {
  const { store } = useStudio();
  const { value: loaded } = store.experiment.loaded;
  if (!loaded) return <p class="panel-empty">The robot's joints, links and warnings appear here.</p>;
  const { model, repairs, estimates, notes } = loaded;
  const meshes = meshesOf(model);
  return (
    <section class="robot" aria-label="Robot">
      <h2 class="panel-title">{oneLine(model.name || store.experiment.robot.value?.name || 'Robot')}</h2>
      <Warnings loaded={loaded} />
      <List
        title={`${counted(meshes.length, 'mesh file')} missing: bones stand for ${meshes.length === 1 ? 'it' : 'them'}`}
        items={meshes}
      />
      <JointTree model={model} />
      <dl class="facts">
        {robotFacts(loaded).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <List title={`${counted(repairs.length, 'inertia')} repaired`} items={repairs.map(({ body }) => body)} />
      <List title={`${counted(estimates.length, 'inertia')} estimated`} items={estimates.map(({ link }) => link)} />
      <List title="How the scene was chosen" items={notes?.reasons ?? []} />
    </section>
  );
}
