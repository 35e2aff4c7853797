/** @file What works beside the estimate: how far it is, and the way to end it. */
import type { UnderWay } from '../judging.ts';
import type { Senses } from '../senses.ts';

const titles: Readonly<Record<UnderWay['what'], string>> = {
  runs: 'Making rollouts',
  doctor: 'Examining the filter',
  fit: 'Fitting noise and force',
};

/** What is under way, with the way to end it. */
export function UnderWayRow({ senses }: { readonly senses: Senses }) {
  const { value: underWay } = senses.judging.underWay;
  const { value: failure } = senses.judging.failure;
  if (failure !== null)
    return (
      <p class="doctor-failure" role="alert">
        {failure}
      </p>
    );
  if (!underWay) return null;
  const { what, done, total } = underWay;
  const title = titles[what];
  return (
    <div class="doctor-work">
      <p role="status">
        {title}
        <small>{done > 0 ? `${done} of ${total}` : 'compiling …'}</small>
      </p>
      {done > 0 ? <progress aria-label={title} value={done} max={total} /> : <progress aria-label={title} />}
      <button type="button" class="secondary" onClick={() => senses.judging.stop()}>
        Stop
      </button>
    </div>
  );
}
