/** @file The known word that a misspelled one was likely meant to be. */

/** Words beyond this length are not compared: nobody mistypes them, but a hostile file could make us compare millions. */
const longestWord = 64;

/** Cost of two neighbouring letters in each other's place: likelier than a wrong letter, which costs 1. */
const swap = 0.9;

/** The candidate nearest to a misspelled word by edit distance, if any is near. */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined;
  let best: string | undefined;
  let bound = (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 0.5;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bound) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bound);
    if (distance < bound) [best, bound] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance with swaps of neighbours, or some number >= `bound` where it is not below. */
function editDistance(a: string, b: string, bound: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  let leastOfLast = 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const distance = Math.min(
        last[j] + 1,
        row[j - 1] + 1,
        last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
        isSwap ? beforeLast[j - 2] + swap : Infinity,
      );
      row.push(distance);
      least = Math.min(least, distance);
    }
    // a swap reaches back by two rows
    if (Math.min(least, leastOfLast) >= bound) return bound;
    [beforeLast, last, leastOfLast] = [last, row, least];
  }
  return last[b.length];
}

/** Advice that names the nearest known word, where there is one. */
export function didYouMean(word: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearestWord(word, candidates);
  return near === undefined ? otherwise : `did you mean "${near}"?`;
}
