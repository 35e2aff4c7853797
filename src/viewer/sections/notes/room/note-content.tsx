/** @file A note's tree as elements: each equation with its code in one click, each check with its result. */
import { type ComponentChildren, h } from 'preact';
import type { CheckResult } from '../checks/calls.ts';
import type { Note, NoteNode } from '../note.ts';
import { CheckCard } from './check-card.tsx';

export interface ContentProps {
  readonly note: Note;
  readonly results: readonly CheckResult[];
  readonly isRunning: boolean;
  /** Id of the equation that is marked. */
  readonly equation: string | null;
  readonly onEquation: (id: string) => void;
  readonly onPointAt: (id: string | null) => void;
  readonly onOpen: (path: string) => void;
  readonly onRun: () => void;
  readonly onShowCheck: () => void;
}

export const NoteContent = (props: ContentProps) => <>{props.note.content.map((node, i) => shown(node, props, i))}</>;

const childrenOf = (node: Exclude<NoteNode, string>, props: ContentProps): ComponentChildren[] =>
  node.slice(2).map((child, i) => shown(child as NoteNode, props, i));

function shown(node: NoteNode, props: ContentProps, key: number): ComponentChildren {
  if (typeof node === 'string') return node;
  const [tag, attributes] = node;
  if (tag === 'equation' || tag === 'passage')
    return (
      <Numbered key={key} id={attributes!.number} anchor={attributes!.id} kind={tag} {...props}>
        {childrenOf(node, props)}
      </Numbered>
    );
  if (tag === 'check') return <CheckCard key={key} line={Number(attributes!.id)} {...props} />;
  if (tag === 'note-link')
    return (
      <button key={key} type="button" class="to-note" onClick={() => props.onOpen(attributes!.path)}>
        {childrenOf(node, props)}
      </button>
    );
  return h(tag, { ...attributes, key }, childrenOf(node, props));
}

interface NumberedProps extends ContentProps {
  readonly id: string;
  readonly anchor: string;
  readonly kind: 'equation' | 'passage';
  readonly children: ComponentChildren;
}

/** What has a number: pressing it shows the code. */
function Numbered({ id, anchor, kind, children, note, equation, results, onEquation, onPointAt }: NumberedProps) {
  const { symbol } = note.equations.find((candidate) => candidate.id === id)!;
  const passed = results.length > 0 ? (results.every((result) => result.passed) ? ' passed' : ' failed') : '';
  return (
    <div
      id={anchor}
      class={`numbered ${kind}`}
      data-marked={id === equation ? '' : undefined}
      onPointerEnter={({ pointerType }) => pointerType !== 'touch' && onPointAt(id)}
      onPointerLeave={() => onPointAt(null)}
    >
      <div class="formula">{children}</div>
      <button
        type="button"
        class={`equation-number${passed}`}
        aria-label={`Equation ${id}: show its code, ${symbol}${passed && `; its check${passed}`}`}
        onClick={() => onEquation(id)}
      >
        <span>({id})</span>
        <code>{symbol}</code>
      </button>
    </div>
  );
}
