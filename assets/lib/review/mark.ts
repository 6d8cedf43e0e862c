// A number that tells texts apart where a mistake costs time only. Of ids the preview server makes the same one (serve/reviews.h).
export function mark_of(text: string): number {
  let mark = 0;
  for (let i = 0; i < text.length; ++i) mark = (mark * 31 + text.charCodeAt(i)) | 0;
  return mark;
}

// A set of events: two that are equal in all three are taken for the same.
export interface KnownEvents {
  count: number;
  last: string; // the greatest id
  mark: number; // of all ids, exclusive-ored
}

export function with_ids({ count, last, mark }: KnownEvents, ids: Iterable<string>): KnownEvents {
  for (const id of ids) {
    ++count;
    mark ^= mark_of(id);
    if (id > last) last = id;
  }
  return { count, last, mark };
}
