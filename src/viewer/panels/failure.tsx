/** @file What went wrong, with every finding, and the remedies that belong to it. */
import { canBeAccepted, failureTitle, findingCount, isError, withoutOptions } from '../studio/failure-words.ts';
import { useStudio } from '../studio/studio.ts';
import { explained } from '../sections/notes/explained.ts';
import { NoteLink } from '../sections/notes/note-link.tsx';
import { FindingList } from './finding-list.tsx';
import { icons } from './icons.tsx';
import { Remedies } from './remedies.tsx';

/** What went wrong, with a way to the note of the operation that it names. */
const Message = ({ text }: { readonly text: string }) => (
  <>
    {explained(withoutOptions(text)).map((part, i) =>
      typeof part === 'string' ? (
        part
      ) : (
        <NoteLink key={i} of={part.of}>
          {part.text}
        </NoteLink>
      ),
    )}
  </>
);

export function FailureCard() {
  const { messages, experiment } = useStudio().store;
  const { value: failure } = messages.failure;
  if (!failure) return null;
  const { during, findings, file, message, accept } = failure;
  const title = failureTitle(failure);
  return (
    <section class="failure" role="alert" aria-label={title} tabIndex={-1}>
      <header>
        {icons.warning}
        <h2>{title}</h2>
        <button
          type="button"
          class="quiet"
          aria-label="Close the message"
          onClick={() => (messages.failure.value = null)}
        >
          {icons.close}
        </button>
      </header>
      <div class="failure-body" tabIndex={0} role="region" aria-label="What was found">
        <p class="failure-message">{findings.some(isError) ? findingCount(findings) : <Message text={message} />}</p>
        {findings.length > 0 && <FindingList file={file ?? ''} findings={findings} />}
      </div>
      <footer>
        {accept && canBeAccepted(findings) && <Remedies findings={findings} onTake={accept} />}
        {during !== 'optimize' && experiment.loaded.value && <p>The arm on the screen is unchanged.</p>}
      </footer>
    </section>
  );
}
