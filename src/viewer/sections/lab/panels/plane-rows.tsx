/** @file Which plane through the parameters the surface shows: two parameters, a random pair, or the directions of the path. */
import { planeKinds } from '../../../../lab/planes/kinds.ts';
import { pathDirectionsKind } from '../../../../lab/planes/path-directions.ts';
import { randomDirectionsKind } from '../../../../lab/planes/random-directions.ts';
import { twoParametersKind } from '../../../../lab/planes/two-parameters.ts';
import { settingOf, typeOf } from '../../../../settings/kinds.ts';
import type { StudyFacts } from '../calls.ts';
import type { Lab } from '../lab.ts';
import { Row } from './row.tsx';

/** What the experiment shows where nobody chose a plane. */
const itsOwn = 'own';

function ParameterRows({ lab, facts }: { readonly lab: Lab; readonly facts: StudyFacts }) {
  const { value: changes } = lab.changes;
  const plane = changes.plane ?? facts.lab.plane;
  const names = [settingOf<string>(plane!, 'x'), settingOf<string>(plane!, 'y')];
  const choose = (at: number, name: string): void => {
    const next = names.map((each, k) => (k === at ? name : each === name ? names[at] : each));
    lab.changePlane({ type: twoParametersKind.type, x: next[0], y: next[1] });
  };
  return (
    <>
      {['Across', 'Up'].map((label, at) => (
        <Row key={label} label={label}>
          <select value={names[at]} onChange={({ currentTarget }) => choose(at, currentTarget.value)}>
            {facts.parameters.map(({ name, words }) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </Row>
      ))}
    </>
  );
}

export function PlaneRows({ lab }: { readonly lab: Lab }) {
  const { value: facts } = lab.facts;
  if (!facts) return null;
  const plane = lab.changes.value.plane ?? facts.lab.plane;
  const type = plane === undefined ? itsOwn : typeOf(plane);
  const pair = plane === undefined ? 0 : (settingOf<number>(plane, 'pair') ?? 0);
  const choose = (next: string): void => {
    const [x, y] = facts.parameters.map(({ name }) => name);
    if (next === itsOwn) return lab.changePlane(null);
    if (next === twoParametersKind.type) return lab.changePlane({ type: next, x, y });
    lab.changePlane(next === randomDirectionsKind.type ? { type: next, pair: 0 } : { type: pathDirectionsKind.type });
  };
  const isOwn = lab.changes.value.plane === undefined;
  return (
    <>
      <Row label="Shows">
        <select value={type} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {(isOwn ? type === itsOwn : true) && <option value={itsOwn}>What its file says</option>}
          {planeKinds.all
            .filter((kind) => kind.type !== twoParametersKind.type || facts.size > 1)
            .map((kind) => (
              <option key={kind.type} value={kind.type}>
                {kind.title}
              </option>
            ))}
        </select>
      </Row>
      {type === twoParametersKind.type && <ParameterRows lab={lab} facts={facts} />}
      {type === randomDirectionsKind.type && (
        <Row label={`Pair ${pair}`}>
          <button
            type="button"
            class="secondary"
            onClick={() => lab.changePlane({ type: randomDirectionsKind.type, pair: pair + 1 })}
          >
            Another pair
          </button>
        </Row>
      )}
    </>
  );
}
