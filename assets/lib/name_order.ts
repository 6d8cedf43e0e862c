// What a list of names is sorted by: figures by their value, "week 2" before "Week 10"; twin of list_order in
// base/unicode.h.
export const name_order = new Intl.Collator(undefined, { numeric: true }).compare;
