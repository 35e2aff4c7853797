/** @file The doctor: what is wrong with the study that is open, the worst first, and what comes of remedies. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { oneLine } from '../../../../text/printable.ts';
import { icons } from '../../../panels/icons.tsx';
import { useStudio } from '../../../studio/studio.ts';
import type { Doctor } from '../doctor.ts';
import { soundWords } from '../doctor-words.ts';
import { labOf } from '../lab.ts';
import { FindingEntry } from './finding-entry.tsx';

/** Tells the doctor once somebody can see the card. */
function useSight(doctor: Doctor): { readonly current: HTMLDivElement | null } {
  const card = useRef<HTMLDivElement>(null);
  const { value: examination } = doctor.examination;
  useLayoutEffect(() => {
    const watch = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting) doctor.look();
    });
    watch.observe(card.current!);
    return () => watch.disconnect();
  }, [doctor, examination]);
  return card;
}

/** What is measured now, with the way to end it. */
function UnderWay({ doctor }: { readonly doctor: Doctor }) {
  const { value: underWay } = doctor.underWay;
  if (!underWay) return null;
  const isExamination = underWay.what === 'examination';
  const title = isExamination ? 'Examining' : 'Trying the remedy';
  // of a trial the settings are known
  const part = isExamination ? underWay.part : underWay.part.slice(underWay.part.lastIndexOf(': ') + 1).trim();
  return (
    <div class="doctor-work">
      <p role="status">
        {title}
        {part && <small>{oneLine(part)}</small>}
      </p>
      <progress aria-label={title} />
      <button type="button" class="secondary" onClick={() => doctor.stop()}>
        {icons.stop} Stop
      </button>
    </div>
  );
}

/** What was set of a remedy, with the way back. */
function UsedRow({ doctor }: { readonly doctor: Doctor }) {
  const { value: used } = doctor.used;
  if (!used) return null;
  return (
    <div class="doctor-used">
      <p role="status">{oneLine(`In use: ${used.words}.`)}</p>
      <button type="button" class="secondary" onClick={() => doctor.takeBack()}>
        {icons.undo} Take it back
      </button>
    </div>
  );
}

/** A study in which nothing is wrong, and what was looked at. */
function Sound({ doctor }: { readonly doctor: Doctor }) {
  const examination = doctor.examination.value!;
  return (
    <div class="doctor-sound">
      <p>
        {icons.check}
        {oneLine(soundWords(examination))}
      </p>
      <small>{`Examined: ${examination.parts.join(', ')}.`}</small>
    </div>
  );
}

const invitation =
  'Measures how it learns: short runs, curvature beside the edge of each method, corners, rounding, growth along the motion, the drives. It takes a few seconds.';

export function DoctorCard() {
  const { store } = useStudio();
  const lab = labOf(store);
  const { doctor } = lab;
  const card = useSight(doctor);
  const { value: examination } = doctor.examination;
  const isExamining = doctor.underWay.value?.what === 'examination';
  const { value: failure } = doctor.failure;
  return (
    <div class="doctor" ref={card} tabIndex={-1} aria-busy={doctor.underWay.value !== null}>
      <UnderWay doctor={doctor} />
      <UsedRow doctor={doctor} />
      {failure !== null && (
        <p class="doctor-failure" role="alert">
          {oneLine(failure)}
        </p>
      )}
      {examination && examination.findings.length === 0 && <Sound doctor={doctor} />}
      {examination && examination.findings.length > 0 && (
        <ol class="doctor-findings">
          {examination.findings.map((found, index) => (
            <FindingEntry key={`${found.cause} ${found.of}`} found={found} index={index} />
          ))}
        </ol>
      )}
      {!examination && !isExamining && (
        <div class="doctor-ask">
          <p>
            {lab.isDrawing.value && lab.facts.value?.isLight !== false && !doctor.isDeclined.value
              ? 'It is examined once it is drawn.'
              : invitation}
          </p>
          <button type="button" class="secondary" disabled={lab.facts.value === null} onClick={() => doctor.examine()}>
            Examine
          </button>
        </div>
      )}
    </div>
  );
}
