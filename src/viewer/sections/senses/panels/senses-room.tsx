/** @file The middle of the Senses: beside the arm the population, below both the lanes; or what to do where nothing is estimated. */
import { hasSheet } from '../../../studio/media.ts';
import { chooseFiles } from '../../../panels/open-file.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { isSensed, ownScene, sensedScenes } from '../scenes.ts';
import { type Senses, sensesOf } from '../senses.ts';
import { LanesCard } from './lanes-card.tsx';
import { PopulationCard } from './population-card.tsx';

/** Why there is nothing to estimate; null where there is something. */
function missingOf(senses: Senses): string | null {
  const { value: own } = senses.own;
  if (!own) return 'Nothing is open in the room of the arm.';
  if (isSensed(own.scene)) return null;
  return `“${own.scene.title}” has no sensors: its controller sees the state itself, so there is nothing to estimate.`;
}

/** What can be done where a scene is not seen by sensors. */
function Missing({ senses, words }: { readonly senses: Senses; readonly words: string }) {
  return (
    <div class="senses-missing">
      <h2>Nothing to estimate</h2>
      <p>{words}</p>
      <p>
        A scene is seen by sensors once its file says <code>sensors</code> and an <code>estimator</code>. Open one that
        comes with the page, or a file of your own:
      </p>
      <ul>
        {sensedScenes.map(({ name, title }) => (
          <li key={name}>
            <button type="button" class="secondary" onClick={() => senses.open(name)}>
              {title}
            </button>
          </li>
        ))}
        <li>
          <button type="button" class="secondary" onClick={chooseFiles}>
            Open a scene …
          </button>
        </li>
      </ul>
    </div>
  );
}

/** Why nothing could be estimated. */
const Failure = ({ words }: { readonly words: string }) => (
  <p class="senses-failure" role="alert">
    {words}
  </p>
);

function Waiting({ senses }: { readonly senses: Senses }) {
  const { value: failure } = senses.failure;
  if (failure !== null) return <Failure words={failure} />;
  if (!senses.isWorking.value) return <p class="panel-empty">Nothing is estimated yet. Press Estimate.</p>;
  return (
    <div class="senses-waiting">
      <p role="status">Estimating: the filter and the robot are compiled …</p>
      <progress aria-label="Estimating" />
    </div>
  );
}

/** That what is seen is about to be replaced, or why it could not be. */
function State({ senses }: { readonly senses: Senses }) {
  const { value: failure } = senses.failure;
  if (failure !== null) return <Failure words={failure} />;
  return (
    <p class="senses-state" role="status">
      {senses.isWorking.value ? 'Estimating …' : ''}
    </p>
  );
}

export function SensesRoom() {
  const { store } = useStudio();
  const senses = sensesOf(store);
  const isThere = senses.estimated.value !== null;
  const isOpening = store.experiment.scene.value === null && store.run.phase.value === 'loading';
  const missing = isOpening ? null : missingOf(senses);
  return (
    <div
      class="senses"
      tabIndex={-1}
      data-working={senses.isWorking.value}
      data-there={isThere}
      data-own={senses.scene.value === ownScene}
    >
      {missing !== null && <Missing senses={senses} words={missing} />}
      {isOpening && !senses.own.value && (
        <p class="panel-empty" role="status">
          Opening the scene …
        </p>
      )}
      {missing === null && senses.own.value && !isThere && <Waiting senses={senses} />}
      {isThere && <State senses={senses} />}
      {isThere && !hasSheet.value && (
        <>
          <div class="senses-beside">
            <PopulationCard />
          </div>
          <div class="senses-below">
            <LanesCard />
          </div>
        </>
      )}
    </div>
  );
}
