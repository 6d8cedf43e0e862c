// The words that are in so many texts that the reader's index has them in titles only, the most frequent first; twin of generator/search/stop_words.cc.

const words = (
  "the to a and of in is for you that it with this on as be are can or your from not if by an have was will at we " +
  "all so i but when has no how what do does its why"
).split(" ");

const codes: ReadonlyMap<string, number> = new Map(words.map((word, i) => [word, i + 1]));

export const is_stop_word = (word: string): boolean => codes.has(word);

// From 1, the most frequent first; 0: none.
export const stop_word_code = (word: string): number => codes.get(word) ?? 0;
