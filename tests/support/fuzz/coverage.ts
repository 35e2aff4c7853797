/** @file What programs covered, as a table. */
import type { Verdict } from './judge.ts';
import { depthOf, everyStep, type Plan } from './plan.ts';
import { rules } from './rules.ts';

export class Coverage {
  programs = 0;
  readonly #counts = new Map<string, Map<string, number>>();

  #count(group: string, items: Iterable<string | number>): void {
    const counts = this.#counts.get(group) ?? new Map<string, number>();
    this.#counts.set(group, counts);
    for (const item of new Set(items)) counts.set(String(item), (counts.get(String(item)) ?? 0) + 1);
  }

  add(plan: Plan, verdict: Verdict): void {
    this.programs++;
    const steps = everyStep(plan.steps);
    const loops = steps.flatMap((step) => (step.kind === 'scan' ? step : []));
    this.#count('verdict', [verdict.kind]);
    this.#count('derivative', [plan.derivative]);
    this.#count('population', [plan.population]);
    this.#count('loops in each other', [depthOf(plan.steps)]);
    this.#count(
      'length of loops',
      loops.map(({ length }) => length),
    );
    this.#count(
      'derivatives inside',
      steps.flatMap((step) => (step.kind === 'derivative' ? step.mode : [])),
    );
    this.#count(
      'rules',
      steps.flatMap((step) => (step.kind === 'op' ? step.op : [])),
    );
    if (verdict.kind === 'clean') this.#count('modes', verdict.ran);
    if (verdict.kind === 'failed')
      this.#count(
        'modes that failed',
        verdict.failures.map(({ mode }) => mode),
      );
    if (verdict.kind === 'refused' || verdict.kind === 'ill-typed')
      this.#count('refusals', [verdict.reason.slice(0, 90)]);
  }

  count(group: string, item: string): number {
    return this.#counts.get(group)?.get(item) ?? 0;
  }

  /** Rules that no program had. */
  get missing(): string[] {
    return Object.keys(rules).filter((name) => this.count('rules', name) === 0);
  }

  table(): string {
    const rows = [...this.#counts].map(([group, counts]) => {
      const items = [...counts].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
      return `${group.padEnd(20)} ${items.map(([item, count]) => `${item} ${count}`).join(', ')}`;
    });
    return [
      `programs             ${this.programs}`,
      ...rows,
      ...(this.missing.length > 0 ? [`rules left out: ${this.missing.join(', ')}`] : []),
    ].join('\n');
  }
}
