/** @file From kinds, joints and ops to their notes, and back. */
import { describe, expect, it } from 'vitest';
import { controllerKinds } from '../../../../controllers/kinds.ts';
import { methodKinds } from '../../../../src/optimize/kinds.ts';
import { jointTypes } from '../../../../src/robot/joints/joint-types.ts';
import { integratorKinds } from '../../../../src/simulation/integrators/kinds.ts';
import { normKinds } from '../../../../src/task/norms/kinds.ts';
import { residualKinds } from '../../../../src/task/residuals/kinds.ts';
import { entries, loadNote } from '../../../../src/viewer/sections/notes/library.ts';
import { aboutOf, noteOf, type Subject } from '../../../../src/viewer/sections/notes/note-of.ts';

const registries = {
  controller: controllerKinds,
  method: methodKinds,
  integrator: integratorKinds,
  norm: normKinds,
  residual: residualKinds,
};

const subjects: readonly Subject[] = [
  ...Object.entries(registries).flatMap(([kind, { all }]) =>
    all.map(({ type }) => ({ kind: kind as Subject['kind'], id: type })),
  ),
  ...Object.keys(jointTypes).map((id) => ({ kind: 'joint' as const, id })),
];

describe('notes', () => {
  it.each(subjects.map((subject) => [subject.kind, subject.id, subject] as const))(
    'there is one of the %s %s, and a way back',
    (_, id, subject) => {
      const place = noteOf(subject);
      expect(place?.path).toContain(`/${id}.md`.slice(subject.kind === 'controller' ? 1 : 0));
      expect(aboutOf(place!.path)).toEqual([subject]);
    },
  );

  it('there is one of an op, with its equation where it has one of its own', () => {
    expect(noteOf({ kind: 'op', id: 'cos' })?.path).toBe('core/ops/trigonometric.md');
    expect(aboutOf('core/ops/trigonometric.md')).toContainEqual({ kind: 'op', id: 'cos' });
    const withEquation = entries.find(
      ({ path, equations }) => path.startsWith('core/ops/') && Object.keys(equations).length > 0,
    )!;
    const [name, equation] = Object.entries(withEquation.equations)[0];
    expect(noteOf({ kind: 'op', id: name })).toEqual({ path: withEquation.path, equation });
  });

  it('there is one of a file of mathematics', () => {
    expect(noteOf({ kind: 'file', id: 'src/dynamics/energy.ts' })).toEqual({ path: 'dynamics/energy.md' });
    expect(noteOf({ kind: 'file', id: 'controllers/pd.ts' })).toEqual({ path: 'controllers/pd.md' });
  });

  it('there is none of what no registry knows, though a file has its name', () => {
    for (const kind of ['op', 'joint', 'method', 'controller', 'residual', 'norm', 'integrator', 'file'] as const)
      for (const id of ['line-search', '__proto__', '', '../secret']) expect(noteOf({ kind, id })).toBeNull();
    expect(aboutOf('optimize/line-search.md')).toEqual([]);
    expect(aboutOf('nothing.md')).toEqual([]);
  });

  it('open with the code they are about', async () => {
    const { note, code } = await loadNote('dynamics/energy.md');
    expect(note.title).toBe('Energies');
    expect(code.path).toBe('src/dynamics/energy.ts');
    expect(code.text.split('\n')[code.lines.kineticEnergy - 1]).toContain('kineticEnergy');
  });
});
