/** @file What is known of the loaded robot and experiment: sizes, memory, warnings, missing meshes, repairs. */
import { countFindings } from '../../robot/findings.ts';
import type { RobotModel } from '../../robot/model.ts';
import { stepsOf } from '../../scene/parse.ts';
import { typeOf } from '../../settings/kinds.ts';
import { oneLine } from '../../text/printable.ts';
import { formatBytes } from '../../text/quantities.ts';
import type { Session } from '../studio/session.ts';
import * as store from '../studio/store.ts';
import { FindingList } from './finding-list.tsx';
import { Remedies } from './remedies.tsx';
import { OpenFile } from './open-file.tsx';

/** Meshes that the file asks for; the page draws none of them yet. */
const meshesOf = ({ links }: RobotModel): string[] => [
  ...new Set(
    links.flatMap(({ visuals }) =>
      visuals.flatMap(({ geometry }) => (geometry.type === 'mesh' ? [geometry.file] : [])),
    ),
  ),
];

function Details({
  title,
  isCalm = false,
  children,
}: {
  readonly title: string;
  readonly isCalm?: boolean;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <details class={isCalm ? 'calm' : ''}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** A list that is looked into when it is of interest; nothing where it is empty. */
function ListDetails({
  title,
  items,
  isCalm = false,
}: {
  readonly title: string;
  readonly items: readonly string[];
  /** Whether it is no warning. */
  readonly isCalm?: boolean;
}) {
  if (items.length === 0) return null;
  return (
    <Details title={title} isCalm={isCalm}>
      <ul class="plain">
        {items.map((item) => (
          <li key={item}>{oneLine(item)}</li>
        ))}
      </ul>
    </Details>
  );
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export function RobotSummary({ session }: { readonly session: Session }) {
  const { value: loaded } = store.loaded;
  if (!loaded) return <OpenFile session={session} />;
  const { model, scene, restarts, backend, parameterCount, storedBytes, findings, repairs, estimates } = loaded;
  const { reasons = [], warnings: amiss = [] } = loaded.notes ?? {};
  const warnings = new Set([...amiss, ...loaded.warnings]);
  const meshes = meshesOf(model);
  const mass = model.bodies.reduce((sum, { inertia }) => sum + inertia.mass, 0);
  const facts: readonly (readonly [string, string])[] = [
    ['Robot', model.name || store.robot.value?.name || '–'],
    ['Joints', String(model.nv)],
    ['Moving mass', `${mass.toFixed(2)} kg`],
    ['Parameters', `${parameterCount} of ${typeOf(scene.controller)}`],
    ['Steps', `${stepsOf(scene)} of ${Number((1000 * scene.time.step).toPrecision(4))} ms`],
    ['Kept for the gradient', formatBytes(restarts * storedBytes)],
    ['Engine', backend === 'wasm' ? 'WebAssembly SIMD' : 'Interpreter'],
  ];
  return (
    <section class="robot" aria-label="Robot">
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {findings.length > 0 && (
        <Details title={plural(countFindings(findings), 'warning')}>
          <FindingList file={store.robot.value?.name ?? ''} findings={findings} />
        </Details>
      )}
      <Remedies findings={findings} onTake={(offer) => session.addToRobot(offer)} />
      <ListDetails title={`${plural(repairs.length, 'inertia')} repaired`} items={repairs.map(({ body }) => body)} />
      <ListDetails
        title={`${plural(estimates.length, 'inertia')} estimated`}
        items={estimates.map(({ link }) => link)}
      />
      <ListDetails title={`${plural(meshes.length, 'mesh file')} not shown`} items={meshes} />
      {[...warnings].map((warning) => (
        <p class="remark" key={warning}>
          {oneLine(warning)}
        </p>
      ))}
      <ListDetails title="How the scene was chosen" items={reasons} isCalm />
      <OpenFile session={session} />
      <p class="remark">Or drop a URDF or scene file anywhere.</p>
    </section>
  );
}
