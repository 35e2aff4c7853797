/** @file Q and R by one button: what the filter believes of noise and force, fitted to its own readings. */
import type { SensesFit } from '../../../../senses/fit.ts';
import { NoteLink } from '../../notes/note-link.tsx';
import { icons } from '../../../panels/icons.tsx';
import type { Senses } from '../senses.ts';
import { UnderWayRow } from './under-way.tsx';

const number = (value: number): string => String(Number(value.toPrecision(3)));

/** A factor to as many digits as its error tells. */
function withError(factor: number, error: number): string {
  if (!Number.isFinite(error)) return `${number(factor)} ± unknown`;
  const digits = Math.min(Math.max(1 - Math.floor(Math.log10(error)), 0), 6);
  return `${factor.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

/** What is in use, said where it is taken back. */
const words = 'Beliefs fitted to the readings';

function Fitted({ fit }: { readonly fit: SensesFit }) {
  const { beliefs, before, after, innovations, flat } = fit;
  return (
    <>
      <table class="senses-fit">
        <thead>
          <tr>
            <th scope="col">times true</th>
            <th scope="col">believed</th>
            <th scope="col">fitted</th>
          </tr>
        </thead>
        <tbody>
          {beliefs.map(({ sensor, before: believed, factor, standardError }) => (
            <tr key={sensor}>
              <th scope="row">{sensor ?? 'force'}</th>
              <td>{number(believed)}</td>
              <td>{withError(factor, standardError)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="remark">
        {`Log likelihood of a reading ${number(before)}, fitted ${number(after)}, of ${innovations} innovations.`}
      </p>
      {flat.map((each) => (
        <p class="remark" key={each}>{`Not identified: ${each}.`}</p>
      ))}
    </>
  );
}

function UseButton({ senses, fit: { beliefs } }: { readonly senses: Senses; readonly fit: SensesFit }) {
  const settings = beliefs.map(({ setting }) => setting);
  return (
    <button
      type="button"
      class="secondary senses-use"
      data-tip={settings.join(', ')}
      onClick={() => senses.judging.use(settings, words)}
    >
      Use it
    </button>
  );
}

export function FitGroup({ senses }: { readonly senses: Senses }) {
  const { judging } = senses;
  const { value: fitted } = judging.fitted;
  const { value: underWay } = judging.underWay;
  const isUsed = judging.before.value !== null;
  return (
    <section class="lab-group">
      <h3>
        Fit to the readings
        <NoteLink of={{ kind: 'file', id: 'src/estimation/learning/fit-noise.ts' }} label="the fit" />
      </h3>
      {isUsed && (
        <div class="doctor-used">
          <p role="status">Corrected beliefs are in use.</p>
          <button type="button" class="secondary" onClick={() => judging.takeBack()}>
            {icons.undo} Take it back
          </button>
        </div>
      )}
      <UnderWayRow senses={senses} />
      {fitted?.isOutdated && <p class="remark">Of what was estimated before the last change.</p>}
      {fitted ? (
        <Fitted fit={fitted.value} />
      ) : (
        <p class="remark">
          Finds the noise of each sensor and the disturbing force under which the readings of 100 rollouts are the most
          likely.
        </p>
      )}
      <div class="lab-buttons">
        {fitted && <UseButton senses={senses} fit={fitted.value} />}
        <button type="button" class="secondary" disabled={underWay !== null} onClick={() => judging.fit()}>
          {fitted ? 'Fit again' : 'Fit'}
        </button>
      </div>
    </section>
  );
}
