/** @file The inspector's panel "Identify": recordings of the real robot, what is sought, and what they determine. */
import { unknownKinds } from '../../../../../identify/unknowns/kinds.ts';
import { counted } from '../../../../../text/counted.ts';
import { printable } from '../../../../../text/printable.ts';
import { formatNumber } from '../../../../../text/quantities.ts';
import { chooseFiles } from '../../../../panels/open-file.tsx';
import { icons } from '../../../../panels/icons.tsx';
import { useStudio } from '../../../../studio/studio.ts';
import { FoundTable } from './found-table.tsx';
import { type Identifying, identifyingOf } from './identifying.ts';

function Unknowns({ identifying }: { readonly identifying: Identifying }) {
  const { value: unknown } = identifying.unknown;
  return (
    <fieldset class="identify-unknowns">
      <legend>What is sought</legend>
      {unknownKinds.all.map(({ type, title }) => (
        <label key={type}>
          <input type="checkbox" checked={unknown.includes(type)} onChange={() => identifying.toggle(type)} />
          <span>{title}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Progress({ identifying }: { readonly identifying: Identifying }) {
  const { value: progress } = identifying.progress;
  return (
    <div class="identify-progress">
      <p role="status">
        {progress
          ? `Iteration ${progress.iteration} of at most ${progress.iterations}: residual ${formatNumber(progress.residual)} deviations`
          : 'The simulation with its sensitivities is compiled …'}
      </p>
      <progress aria-label="Identifying" {...(progress && { value: progress.iteration, max: progress.iterations })} />
      <button type="button" class="secondary" onClick={() => identifying.cancel()}>
        Cancel
      </button>
    </div>
  );
}

function Found({ identifying }: { readonly identifying: Identifying }) {
  const { value: found } = identifying.found;
  if (!found) return null;
  const { rows, combinations, words, residual, iterations, simulations } = found;
  const determined = rows.filter(({ isDetermined }) => isDetermined).length;
  return (
    <div class="identify-found">
      <h3>{`${determined} of ${counted(rows.length, 'number')} determined`}</h3>
      <p>
        {`The residual fell from ${formatNumber(residual.before)} to ${formatNumber(residual.after)} deviations of the sensors in ${counted(iterations, 'iteration')}, ${counted(simulations, 'simulation')}.`}
      </p>
      <FoundTable title="Each number" rows={rows} />
      {combinations.length > 0 && <FoundTable title="Sums that are determined" rows={combinations} />}
      {words.length > 0 && (
        <ul class="identify-words">
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function IdentifyPanel() {
  const { store } = useStudio();
  const identifying = identifyingOf(store);
  const [files, isWorking, failure] = [identifying.files.value, identifying.isWorking.value, identifying.failure.value];
  return (
    <section class="identify" aria-label="Identify">
      <h2 class="unseen">Identify</h2>
      <p class="identify-about">
        Damping, friction, masses of the real robot, from what was recorded of it: a CSV with a time, configurations and
        forces of all joints, as <b>Files</b> saves a motion, or the same as npz. It stays on this machine.
      </p>
      {files.length > 0 && (
        <ul class="identify-files">
          {files.map(({ name }) => (
            <li key={name}>
              {icons.file} {printable(name)}
            </li>
          ))}
        </ul>
      )}
      <Unknowns identifying={identifying} />
      <div class="identify-actions">
        <button type="button" class="secondary" onClick={chooseFiles}>
          {files.length > 0 ? 'Other files …' : 'Choose files …'}
        </button>
        {files.length > 0 && !isWorking && (
          <button
            type="button"
            class="secondary"
            disabled={identifying.unknown.value.length === 0}
            onClick={() => identifying.start()}
          >
            Identify
          </button>
        )}
      </div>
      {isWorking && <Progress identifying={identifying} />}
      {failure !== null && (
        <p class="identify-failure" role="alert">
          {failure}
        </p>
      )}
      <Found identifying={identifying} />
    </section>
  );
}
