/**
 * @file Windows: where a loop's records do not fit the cache, its steps work on a few of them that do, and whole stretches
 * are copied from and to the rest: memory delivers a stretch several times as fast as records that steps touch here and there.
 */
import { type Schedule, type ScheduledLoop, visitPlaces } from './schedule.ts';
import { type BlockArray, layoutArray, type Loop, type Stream } from '../record/values.ts';

/** Records of an array that are near while a loop works on them. */
export interface Window {
  readonly array: BlockArray;
  /** Of the carry, two of them: they enter and leave by turns. */
  readonly streams: readonly Stream[];
  /** Elements from a step to the next. */
  readonly stride: number;
  /** The first element that step 0 touches, and how many from there on. */
  readonly first: number;
  readonly span: number;
  /** Records are read (copied there before), written (copied back behind), or a carry that is handed on. */
  readonly kind: 'read' | 'written' | 'carried';
  /** Memory of the records in the window. */
  readonly near: BlockArray;
}

/** The windows of one loop, which move on together. */
export interface Windows {
  readonly loop: Loop;
  /** Steps that they take in. */
  readonly steps: number;
  readonly windows: readonly Window[];
}

/** Parts of the cache: of all windows of a loop, so that they stay in its second level, and of an array that is worth one. */
const windowsPart = 1 / 32;
const arrayPart = 1 / 16;
/** Steps that pay for the copies' calls. */
const fewestSteps = 4;
/** Records that a step reads side by side: of a carry, those that enter and leave. */
const mostRecords = 2;
/** Elements of a step: few are delivered as fast as they are asked for. */
const fewestElements = 16;

/** Windows of the outermost loops, for blocks of so many lanes and a cache of so many numbers; loops of `excluded` have none. */
export function windowsOf(
  { steps, storesOf }: Schedule,
  lanes: number,
  cache: number,
  excluded: ReadonlySet<Loop>,
): Windows[] {
  return steps.flatMap((step): Windows[] => {
    if (step.kind !== 'scheduledLoop' || excluded.has(step.loop)) return [];
    const { loop } = step;
    const drafts = draftsOf(step, storesOf).filter(({ array }) => lanes * array.size >= arrayPart * cache);
    const elements = drafts.reduce((total, { stride }) => total + stride, 0);
    const count = Math.max(fewestSteps, Math.floor((windowsPart * cache) / Math.max(1, elements * lanes)));
    if (elements < fewestElements || loop.length < 4 * count) return [];
    const windows = drafts.map((draft): Window => {
      const size = draft.kind === 'carried' ? (count + 1) * draft.stride : (count - 1) * draft.stride + draft.span;
      return { ...draft, near: layoutArray(size, loop.body.parent!) };
    });
    return [{ loop, steps: count, windows }];
  });
}

type Draft = Omit<Window, 'near'>;

/** How the steps of a loop use a stream. */
interface Use {
  readonly read: Set<number>;
  readonly written: Set<number>;
  /** As a whole, by work on arrays. */
  isWhole: boolean;
}

function draftsOf(scheduled: ScheduledLoop, storesOf: Schedule['storesOf']): Draft[] {
  const { loop } = scheduled;
  const uses = usesOf(scheduled, storesOf);
  const isCarry = ({ role }: Stream): boolean => role !== 'item';
  return [...new Set(loop.streams.map(({ array }) => array))].flatMap((array): Draft[] => {
    const streams = loop.streams.filter((stream) => stream.array === array && uses.has(stream));
    if (array.shared || streams.length === 0 || streams.some((stream) => uses.get(stream)!.isWhole)) return [];
    const [{ stride }] = streams;
    const offsets = (kind: 'read' | 'written'): number[] =>
      streams.flatMap((stream) => [...uses.get(stream)![kind]]).sort((a, b) => a - b);
    const [read, written] = [offsets('read'), offsets('written')];
    const isRecord = written.length === stride && written.at(-1)! - written[0] === stride - 1;
    if (streams.every(isCarry)) {
      const isHandedOn = loop.keepsCarries && isRecord && written[0] === 0;
      return isHandedOn ? [{ array, streams, stride, first: 0, span: stride, kind: 'carried' }] : [];
    }
    if (streams.length > 1 || stride === 0 || (read.length > 0 && written.length > 0)) return [];
    if (written.length > 0)
      return isRecord ? [{ array, streams, stride, first: written[0], span: stride, kind: 'written' }] : [];
    // a stride backwards is negative, and has no window either: stretches begin at their earliest step
    const span = read.at(-1)! - read[0] + 1;
    return span <= mostRecords * stride ? [{ array, streams, stride, first: read[0], span, kind: 'read' }] : [];
  });
}

function usesOf({ loop, steps }: ScheduledLoop, storesOf: Schedule['storesOf']): ReadonlyMap<Stream, Use> {
  const uses = new Map<Stream, Use>();
  visitPlaces({ steps, storesOf }, ({ anchor, offset }, { isWritten, isWhole }) => {
    if (typeof anchor === 'string' || anchor.loop !== loop) return;
    const use = uses.get(anchor) ?? { read: new Set(), written: new Set(), isWhole: false };
    uses.set(anchor, use);
    use.isWhole ||= isWhole;
    (isWritten ? use.written : use.read).add(offset);
  });
  return uses;
}
