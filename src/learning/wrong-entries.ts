/** @file Which of many entries are wrong, by halves: few questions where few are. */

/** Questions that are asked at most: what is left then counts as one. */
const mostQuestions = 60;

/** The entries that `isWrong` says are wrong of themselves, in their order. */
export async function wrongEntries(
  all: readonly number[],
  isWrong: (entries: readonly number[]) => Promise<boolean>,
): Promise<number[]> {
  let asked = 0;
  const search = async (entries: readonly number[]): Promise<number[]> => {
    if (entries.length === 0 || asked++ >= mostQuestions || !(await isWrong(entries))) return [];
    if (entries.length === 1) return [...entries];
    const middle = Math.ceil(entries.length / 2);
    return [...(await search(entries.slice(0, middle))), ...(await search(entries.slice(middle)))];
  };
  return search(all);
}
