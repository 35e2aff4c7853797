/** @file What became of the files that were dropped: each is listed, used or not, and why. */
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';

export function DropCard() {
  const { dropped } = useStudio().store.messages;
  if (!dropped.value) return null;
  const used = dropped.value.filter(({ isUsed }) => isUsed).length;
  return (
    <section class="drop-card" aria-label="Files" tabIndex={-1}>
      <header>
        <h2>{`${used} of ${counted(dropped.value.length, 'file')} used`}</h2>
        <button type="button" class="quiet" aria-label="Close the list" onClick={() => (dropped.value = null)}>
          {icons.close}
        </button>
      </header>
      <ul>
        {dropped.value.map(({ name, isUsed, words }) => (
          <li key={name} class={isUsed ? 'used' : 'unused'}>
            {isUsed ? icons.check : icons.close}
            <span>
              <b>{printable(name)}</b>
              <span class="unseen">{isUsed ? ', used' : ', not used'}</span>
              <small>{printable(words)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
