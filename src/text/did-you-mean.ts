/** @file The known word that a misspelled one was likely meant to be. */

/** Words beyond this length are not compared: nobody mistypes them, but a hostile file could make us compare millions. */
const longestWord = 64;

/** The candidate nearest to a misspelled word by edit distance, if any is near. */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined;
  let best: string | undefined;
  let bound = (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bound) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bound);
    if (distance < bound) [best, bound] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance, or some number >= `bound` where it is not below. */
function editDistance(a: string, b: string, bound: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const distance = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      row.push(distance);
      least = Math.min(least, distance);
    }
    if (least >= bound) return least;
    previous = row;
  }
  return previous[b.length];
}

/** Advice that names the nearest known word, where there is one. */
export function didYouMean(word: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearestWord(word, candidates);
  return near === undefined ? otherwise : `did you mean "${near}"?`;
}
