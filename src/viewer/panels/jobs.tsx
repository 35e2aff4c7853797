/** @file Work that takes long: what it is, that it goes on, and a way to end it. */
import type { JobShown } from '../studio/store/messages.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';

function Job({ job: { id, title } }: { readonly job: JobShown }) {
  const { jobs } = useStudio().session;
  return (
    <li class="job">
      <span>{title}</span>
      <progress aria-label={title} />
      <button
        type="button"
        class="quiet"
        aria-label={`Cancel: ${title}`}
        data-tip="Ends this work; nothing that was there is lost"
        onClick={() => jobs.cancel(id)}
      >
        {icons.close}
      </button>
    </li>
  );
}

export function Jobs() {
  const { value: jobs } = useStudio().store.messages.jobs;
  if (jobs.length === 0) return null;
  return (
    <ul class="jobs" aria-label="Under way">
      {jobs.map((job) => (
        <Job key={job.id} job={job} />
      ))}
    </ul>
  );
}
