/** @file The filter's doctor: which belief is wrong and by how much, and what comes of correcting it. */
import type { Consistency } from '../../../../estimation/statistics/consistency.ts';
import type { SenseFinding, SensesDiagnosis } from '../../../../senses/scene-doctor.ts';
import { icons } from '../../../panels/icons.tsx';
import type { Senses } from '../senses.ts';

const number = (value: number): string => String(Number(value.toPrecision(3)));

/** Mean squares before and after all corrections, of the same readings: 1 is as foreseen. */
function BeforeAfter({ before, after }: { readonly before: Consistency; readonly after: Consistency }) {
  const lanes = (of: Consistency): readonly { readonly name: string; readonly mean: number }[] =>
    [...(of.nees ? [of.nees] : []), ...of.nis].map(({ name, squares }) => ({ name, mean: squares.mean }));
  const corrected = lanes(after);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">mean square</th>
          <th scope="col">before</th>
          <th scope="col">after</th>
        </tr>
      </thead>
      <tbody>
        {lanes(before).map(({ name, mean }, k) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{number(mean)}</td>
            <td>{number(corrected[k].mean)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Finding({ senses, finding }: { readonly senses: Senses; readonly finding: SenseFinding }) {
  const { words, settings, figure, threshold } = finding;
  return (
    <li>
      <p>{words}</p>
      <small>{`Likelihood gained: ${number(figure)}, by chance at most ${number(threshold)}.`}</small>
      {settings.length > 0 && (
        <button
          type="button"
          class="secondary"
          data-tip={settings.join(', ')}
          onClick={() => senses.judging.use(settings, words)}
        >
          Try it
        </button>
      )}
    </li>
  );
}

function Findings({ senses, diagnosis }: { readonly senses: Senses; readonly diagnosis: SensesDiagnosis }) {
  const { findings, before, after, words } = diagnosis;
  if (findings.length === 0)
    return (
      <p role="status">
        {icons.check} {words}
      </p>
    );
  return (
    <>
      <ol class="senses-findings">
        {findings.map((finding) => (
          <Finding key={finding.words} senses={senses} finding={finding} />
        ))}
      </ol>
      <BeforeAfter before={before} after={after} />
    </>
  );
}

export function DoctorGroup({ senses }: { readonly senses: Senses }) {
  const { judging } = senses;
  const { value: diagnosis } = judging.diagnosis;
  const { value: used } = judging.before;
  return (
    <section class="lab-group senses-doctor">
      <h3>Doctor of the filter</h3>
      {used && (
        <div class="doctor-used">
          <p role="status">Corrected beliefs are in use.</p>
          <button type="button" class="secondary" onClick={() => judging.takeBack()}>
            {icons.undo} Take it back
          </button>
        </div>
      )}
      {diagnosis?.isOutdated && <p class="remark">Of what was estimated before the last change.</p>}
      {diagnosis ? (
        <Findings senses={senses} diagnosis={diagnosis.value} />
      ) : (
        <p class="remark">
          Says which noise the filter takes for too small or too large, by how much, and what correcting it does to the
          same readings.
        </p>
      )}
      <div class="lab-buttons">
        <button
          type="button"
          class="secondary"
          disabled={judging.underWay.value !== null}
          onClick={() => judging.examine()}
        >
          {diagnosis ? 'Examine again' : 'Examine'}
        </button>
      </div>
    </section>
  );
}
