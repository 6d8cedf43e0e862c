// The 119 English words that lunr 2.3.9 leaves out of an index, the frequent ones first; twin of generator/search/stop_words.cc.

const words = (
  "the to a and of in is for you that it with this on as be are can or your from not if by an have was will at we " +
  "all so i which but they when has some like able about across after almost also am among any because been cannot " +
  "could dear did do does either else ever every get got had he her hers him his how however into its just least " +
  "let likely may me might most must my neither no nor off often only other our own rather said say says she should " +
  "since than their them then there these tis too twas us wants were what where while who whom why would yet"
).split(" ");

const codes: ReadonlyMap<string, number> = new Map(words.map((word, i) => [word, i + 1]));

export const is_stop_word = (word: string): boolean => codes.has(word);

// 1 to 119, the frequent ones first; 0: none.
export const stop_word_code = (word: string): number => codes.get(word) ?? 0;
