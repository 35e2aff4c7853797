/** @file The Lab's worker draws what the terminal draws, makes a study once, and ends where it is told to. */
import { describe, expect, it } from 'vitest';
import { labFigures } from '../../../../src/lab/figures/all.ts';
import { svgOfDrawing } from '../../../../src/lab/figures/figure-text.ts';
import type { Drawing } from '../../../../src/lab/figures/lab-figure.ts';
import type { FigureName } from '../../../../src/lab/figures/names.ts';
import { lookAt } from '../../../../src/lab/look.ts';
import { readLab } from '../../../../src/lab/parse.ts';
import { studyOfTextbook } from '../../../../src/lab/study-of-textbook.ts';
import type { PopulationRunner } from '../../../../src/parallel/population-runner.ts';
import type { LabChanges, LabNews, LabRequest } from '../../../../src/viewer/sections/lab/calls.ts';
import { sourceOf, textOfExperiment } from '../../../../src/viewer/sections/lab/experiments.ts';
import { labHandlers } from '../../../../src/viewer/sections/lab/worker/handlers.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';
import { inlineRunner } from './lab-worker.ts';

const requestOf = (name: string, changes: LabChanges = {}, from: LabRequest['from'] = null): LabRequest => ({
  source: sourceOf(createStore(), name)!,
  changes,
  from,
});

/** A runner that counts. */
function countingRunner(): PopulationRunner & { runs: number } {
  const runner = inlineRunner();
  return {
    runs: 0,
    size: runner.size,
    allocate: (length) => runner.allocate(length),
    run(run) {
      this.runs++;
      return runner.run(run);
    },
    close: () => runner.close(),
  };
}

interface Drawn {
  readonly facts: Extract<LabNews, { kind: 'facts' }>['facts'];
  readonly figures: ReadonlyMap<FigureName, readonly Drawing[]>;
  readonly told: readonly LabNews[];
}

async function drawn(
  handlers: ReturnType<typeof labHandlers>,
  request: LabRequest,
  figures: readonly FigureName[] = ['surface'],
): Promise<Drawn> {
  const told: LabNews[] = [];
  const { signal } = new AbortController();
  await handlers.draw({ request, figures }, { signal, tell: (news) => told.push(news) });
  const last = new Map(told.flatMap((news) => (news.kind === 'figure' ? [[news.figure, news.drawings] as const] : [])));
  return { facts: told.find((news) => news.kind === 'facts')!.facts, figures: last, told };
}

/** The first surface that is told of; nothing is waited for after it. */
async function firstSurface(handlers: ReturnType<typeof labHandlers>, request: LabRequest): Promise<Drawing> {
  const stopping = new AbortController();
  let found: Drawing | null = null;
  const tell = (news: LabNews): void => {
    if (news.kind !== 'figure') return;
    found ??= news.drawings[0];
    stopping.abort();
  };
  await handlers.draw({ request, figures: ['surface'] }, { signal: stopping.signal, tell });
  return found!;
}

describe("the Lab's worker", () => {
  it('draws the figure of the terminal, to the last character', async () => {
    const file = readLab(textOfExperiment('toy'));
    const look = await lookAt(studyOfTextbook({ ...file, landscape: file.landscape! }, inlineRunner()));
    let own: readonly Drawing[] = [];
    for await (const drawings of labFigures.surface.draw(look, {})) own = drawings;
    const { figures } = await drawn(labHandlers(inlineRunner()), requestOf('toy'));
    expect(figures.get('surface')!.map((drawing) => svgOfDrawing(drawing))).toEqual(
      own.map((drawing) => svgOfDrawing(drawing)),
    );
    expect(figures.get('surface')![0].caption).toBe(own[0].caption);
  });

  it('tells of the study first, and of the surface from its coarsest level on', async () => {
    const { told, facts } = await drawn(labHandlers(inlineRunner()), requestOf('xor', { points: 41 }));
    expect(told[0].kind).toBe('facts');
    const sides = told.flatMap((news) =>
      news.kind === 'figure' && 'z' in news.drawings[0].data ? [news.drawings[0].data.x.values.length] : [],
    );
    expect([...new Set(sides)]).toEqual([11, 21, 41]);
    expect(facts).toMatchObject({ name: 'xor', hasArm: false, size: 9 });
    expect(facts.parameters).toHaveLength(9);
  });

  it('shows a plane that no walk changes before the study is walked, once', async () => {
    const handlers = labHandlers(inlineRunner());
    const { told } = await drawn(handlers, requestOf('himmelblau', { points: 11 }));
    expect(told.slice(0, 3).map(({ kind }) => kind)).toEqual(['figure', 'facts', 'figure']);
    const again = await drawn(handlers, requestOf('himmelblau', { points: 11, eta: 0.02 }));
    expect(again.told[0].kind).toBe('facts');
  });

  it('needs no run for what was prepared, and none for a study that was looked at before another', async () => {
    const runner = countingRunner();
    const handlers = labHandlers(runner);
    const { signal } = new AbortController();
    const request = requestOf('two-link-gains', { points: 11 });
    await handlers.prepare({ request }, { signal, tell: () => undefined as never });
    const untilFacts = async (asked: LabRequest): Promise<number> => {
      const before = runner.runs;
      const stopping = new AbortController();
      let runs = -1;
      const tell = (news: LabNews): void => {
        if (news.kind !== 'facts') return;
        runs = runner.runs - before;
        stopping.abort();
      };
      await handlers.draw({ request: asked, figures: ['surface'] }, { signal: stopping.signal, tell });
      return runs;
    };
    expect(await untilFacts(request)).toBe(0);
    expect(await untilFacts(requestOf('xor', { points: 11 }))).toBeGreaterThan(0);
    expect(await untilFacts(request)).toBe(0);
  });

  it('tries a place of a pad as heavy ball walks there, from where the methods begin', async () => {
    const handlers = labHandlers(inlineRunner());
    const place = { eta: 0.1, beta: 0.5, horizon: null };
    const { signal } = new AbortController();
    const ongoing = { signal, tell: () => undefined as never };
    const tried = await handlers.tryOut({ request: requestOf('toy', { points: 11 }), place }, ongoing);
    const chosen = { methods: ['momentum'], eta: 0.1, beta: 0.5, points: 11 };
    const { told } = await drawn(handlers, requestOf('toy', chosen));
    const facts = told.find((news) => news.kind === 'facts')!;
    const { data } = facts.kind === 'facts' ? facts.losses : (undefined as never);
    expect(tried!.losses).toEqual('curves' in data && Array.from(data.curves[0].y));
    const from = await handlers.tryOut({ request: requestOf('toy', { points: 11 }, [1.5, 1.25]), place }, ongoing);
    expect(from!.losses[0]).toBeCloseTo((1.5 * 1.25 - 1) ** 2 / 2, 12);
  });

  it('tries a step size over another horizon, and gives up where it is told to', async () => {
    const handlers = labHandlers(inlineRunner());
    const request = requestOf('two-link-gains', { points: 11 });
    const over = async (horizon: number | null, signal = new AbortController().signal) =>
      handlers.tryOut({ request, place: { eta: 0.01, beta: 0, horizon } }, { signal, tell: () => undefined as never });
    const [own, whole, short] = [(await over(null))!, (await over(1.5))!, (await over(0.75))!];
    expect(whole.losses).toEqual(own.losses);
    expect(short.losses).toHaveLength(own.losses.length);
    expect(short.losses[0]).not.toBe(own.losses[0]);
    expect(await over(0.75, AbortSignal.abort())).toBeNull();
  });

  it('ends what it prepares where that is dropped', async () => {
    const stopping = new AbortController();
    const request = requestOf('toy', { points: 11 });
    const work = labHandlers(inlineRunner()).prepare(
      { request },
      { signal: stopping.signal, tell: () => undefined as never },
    );
    stopping.abort();
    expect(await work).toBeNull();
  });

  it('says what was changed as a file that is read again', async () => {
    const changes: LabChanges = {
      plane: { type: 'random', pair: 2 },
      points: 11,
      levels: 'linear',
      methods: ['adam', 'momentum'],
      eta: 0.02,
      beta: 0.5,
    };
    const { facts } = await drawn(labHandlers(inlineRunner()), requestOf('xor', changes));
    const again = readLab(JSON.stringify(facts.file));
    expect(again.lab).toMatchObject({ plane: { type: 'random', pair: 2 }, points: 11, levels: 'linear' });
    expect(again.compare).toMatchObject([
      { type: 'adam', learningRate: 0.02 },
      { type: 'momentum', learningRate: 0.02, momentum: 0.5 },
    ]);
    expect(facts.methods.map(({ momentum }) => momentum)).toEqual([undefined, 0.5]);
  });

  it('begins at a point of the same plane, whose surface stays', async () => {
    const handlers = labHandlers(inlineRunner());
    const [whole, descended] = [
      await drawn(handlers, requestOf('toy', { points: 11 })),
      await drawn(handlers, requestOf('toy', { points: 11 }, [1.5, 1.25])),
    ];
    const [first, second] = [whole, descended].map(({ figures }) => figures.get('surface')![0].data);
    if (!('z' in first) || !('z' in second)) throw new Error('no surface');
    expect(second.z).toEqual(first.z);
    expect(second.marks!.find(({ kind }) => kind === 'start')).toMatchObject({ x: 1.5, y: 1.25 });
    expect(second.paths![0].x[0]).toBe(1.5);
    expect(second.paths![0].y[0]).toBe(1.25);
  });

  it('refuses a plane of parameters that there are none of, in words', async () => {
    const request = requestOf('toy', { plane: { type: 'parameters', x: 'x', y: 'elbow' } });
    await expect(drawn(labHandlers(inlineRunner()), request)).rejects.toThrow(/elbow/);
  });

  it('ends at once where it is cancelled, without a failure', async () => {
    const told: LabNews[] = [];
    const stopping = new AbortController();
    const result = await labHandlers(inlineRunner()).draw(
      { request: requestOf('toy'), figures: ['surface', 'spectrum'] },
      {
        signal: stopping.signal,
        tell: (news) => {
          told.push(news);
          if (news.kind === 'figure') stopping.abort();
        },
      },
    );
    expect(result).toBeNull();
    expect(told.filter(({ kind }) => kind === 'figure')).toHaveLength(1);
  });

  it('plays the lowest point and any other of an arm, with the loss of the surface there', async () => {
    const handlers = labHandlers(inlineRunner());
    const request = requestOf('two-link-gains', { points: 11 });
    const { signal } = new AbortController();
    const tell = (): never => undefined as never;
    const lowest = await handlers.play({ request, at: null }, { signal, tell });
    const other = await handlers.play({ request, at: [4, 2.5] }, { signal, tell });
    expect(lowest.by).not.toBeNull();
    expect(other).toMatchObject({ by: null, at: [4, 2.5], robot: lowest.robot });
    expect(other.loss).toBeGreaterThan(lowest.loss);
    const { data } = await firstSurface(handlers, request);
    if (!('z' in data)) throw new Error('no surface');
    // column 5 of 11 across [1, 7], row 5 of 11 up [-1, 6]
    expect(data.x.values[5]).toBe(4);
    expect(data.y.values[5]).toBe(2.5);
    expect(Math.abs(data.z[5 * 11 + 5] / other.loss - 1)).toBeLessThan(1e-9);
  });
});
