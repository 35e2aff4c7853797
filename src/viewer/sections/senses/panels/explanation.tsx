/** @file The sign beside a figure that says what its parts are, each with the way to its note. */
import { Popover } from '../../../panels/popover.tsx';
import { NoteLink } from '../../notes/note-link.tsx';
import type { Explained } from '../explanations.ts';

interface ExplanationProps {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Explained[];
}

export function Explanation({ id, title, parts }: ExplanationProps) {
  return (
    <Popover
      id={id}
      class="quiet senses-explain"
      role="dialog"
      title={title}
      label={title}
      tip={title}
      align="end"
      button="?"
    >
      <h2>{title}</h2>
      <dl class="senses-words">
        {parts.map(({ name, text, source }) => (
          <div key={name}>
            <dt>
              {name}
              <NoteLink of={{ kind: 'file', id: source }} label={name} />
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
