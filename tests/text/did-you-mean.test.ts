/** @file The word that was likely meant: swapped letters before wrong ones, and nothing where nothing is near. */
import { describe, expect, it } from 'vitest';
import { didYouMean, nearestWord } from '../../src/text/did-you-mean.ts';

const products = ['ixx', 'ixy', 'ixz', 'iyy', 'iyz', 'izz'];

describe('nearestWord', () => {
  it.each([
    ['iyx', 'ixy'],
    ['izx', 'ixz'],
    ['izy', 'iyz'],
    ['xiy', 'ixy'],
    ['iXZ', 'ixz'],
    ['ixt', 'ixx'],
  ])('of the products of inertia, %s is %s', (word, meant) => {
    expect(nearestWord(word, products)).toBe(meant);
    expect(
      nearestWord(
        word,
        [...products].reverse().filter((name) => name !== 'ixz' || meant === 'ixz'),
      ),
    ).toBe(word === 'ixt' ? 'ixy' : meant);
  });

  it.each([
    ['chidl', ['chill', 'child', 'chide'], 'child'],
    ['form', ['for', 'fork', 'from'], 'from'],
    ['ab', ['aa', 'ba'], 'ba'],
    ['valeu', ['vale', 'value'], 'value'],
    ['raduis', ['radius', 'length'], 'radius'],
    ['sphree', ['box', 'sphere'], 'sphere'],
  ])('a swap beats a wrong, a missing and a needless letter: %s', (word, candidates, meant) => {
    expect(nearestWord(word, candidates)).toBe(meant);
    expect(nearestWord(word, [...candidates].reverse())).toBe(meant);
  });

  it.each([
    ['a word of three letters is not two letters off', 'abc', ['bad', 'cab', 'xyz']],
    ['nothing is near', 'geometry', ['box', 'sphere']],
    ['the word is no word', 'x'.repeat(65), ['x'.repeat(64)]],
    ['there is no candidate', 'x', []],
  ])('is none where %s', (_why, word, candidates) => {
    expect(nearestWord(word, candidates)).toBe(undefined);
  });

  it('is the word itself where it is one of them', () => {
    expect(nearestWord('iyz', products)).toBe('iyz');
  });
});

it('didYouMean names the word, or says what else to do', () => {
  expect(didYouMean('elbwo', ['elbow', 'wrist'], 'list them')).toBe('did you mean "elbow"?');
  expect(didYouMean('hip', ['elbow', 'wrist'], 'list them')).toBe('list them');
});
