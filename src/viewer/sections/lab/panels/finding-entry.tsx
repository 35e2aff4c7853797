/** @file One finding of the doctor: what is wrong, its figure beside the threshold, and remedies to try and to use. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TriedRemedy } from '../../../../learning/doctor/finding.ts';
import { trialChart } from '../../../../lab/figures/trial.ts';
import { capitalized } from '../../../../text/capitalized.ts';
import { oneLine } from '../../../../text/printable.ts';
import { icons } from '../../../panels/icons.tsx';
import { Chart } from '../../../plots/chart.tsx';
import { useStudio } from '../../../studio/studio.ts';
import type { Found } from '../calls.ts';
import { nameOf, type Which } from '../doctor.ts';
import { figureWords, severityWords, trialRows, verdictWords } from '../doctor-words.ts';
import { labOf } from '../lab.ts';
import { useOf } from '../use-remedy.ts';

/** Before and after, in numbers and curves. */
function Trial({ found, tried, id }: { readonly found: Found; readonly tried: TriedRemedy; readonly id: string }) {
  const rows = trialRows(found, tried);
  const chart = trialChart(tried);
  const trial = useRef<HTMLDivElement>(null);
  // only the card scrolls, so that the page stays where it is
  useLayoutEffect(() => {
    const [remedy, card] = [trial.current!.closest('li')!, trial.current!.closest('.doctor')!];
    card.scrollTop += remedy.getBoundingClientRect().top - card.getBoundingClientRect().top;
  }, [tried]);
  return (
    <div class="doctor-trial" data-helped={tried.helped} ref={trial}>
      <p class="doctor-verdict" role="status">
        {tried.helped ? icons.check : icons.warning}
        {verdictWords(tried)}
      </p>
      {rows && (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">before</th>
              <th scope="col">after</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, before, after]) => (
              <tr key={name}>
                <th scope="row">{capitalized(name)}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {chart && (
        <div class="doctor-chart">
          <Chart data={{ ...chart, id: `trial-${id}` }} />
        </div>
      )}
    </div>
  );
}

function RemedyRow({ found, which }: { readonly found: Found; readonly which: Which }) {
  const studio = useStudio();
  const lab = labOf(studio.store);
  const { doctor } = lab;
  const remedy = found.remedies[which.remedy];
  const tried = doctor.trials.value.get(nameOf(which));
  const use = useOf(studio, lab, found, remedy);
  const words = oneLine(remedy.sentence);
  return (
    <li>
      <div class="doctor-remedy">
        <p>{capitalized(words)}</p>
        <button
          type="button"
          class="secondary"
          aria-label={`Try it: ${words}`}
          data-tip={oneLine(`Tries ${remedy.settings.join(' ')} on a copy, and shows what comes of it`)}
          disabled={doctor.underWay.value !== null}
          onClick={() => doctor.try(which)}
        >
          Try it
        </button>
        {use && (
          <button
            type="button"
            class="secondary"
            aria-label={`Use it: ${words}`}
            data-tip={oneLine(`Sets ${remedy.settings.join(' ')}`)}
            onClick={() => doctor.use({ words: remedy.sentence, undo: use.undo }, use.set)}
          >
            Use it
          </button>
        )}
      </div>
      {tried && <Trial found={found} tried={tried} id={`${which.finding}-${which.remedy}`} />}
    </li>
  );
}

export function FindingEntry({ found, index }: { readonly found: Found; readonly index: number }) {
  const { title, of, sentence, severity, remedies } = found;
  return (
    <li class={`doctor-finding ${severity}`}>
      <h3>
        {icons.warning}
        {title}
        <small>{severityWords[severity]}</small>
      </h3>
      {of !== null && <p class="doctor-of">{oneLine(of)}</p>}
      <p>{oneLine(sentence)}</p>
      <dl>
        {figureWords(found).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {remedies.length > 0 && (
        <ul aria-label="Remedies">
          {remedies.map((_, remedy) => (
            <RemedyRow key={remedy} found={found} which={{ finding: index, remedy }} />
          ))}
        </ul>
      )}
    </li>
  );
}
