// What a day is, and how a time to come is told. Twin of review_day in base/date.h and when_text in review/text.h.

// An instant with the zone it was lived in.
export interface Moment {
  unix_ms: number;
  utc_offset_minutes: number;
}

// Due on a civil day (the whole of it) or at an instant in milliseconds.
export interface Due {
  at_instant: boolean;
  value: number;
}

export function now_here(): Moment {
  const now = new Date();
  return { unix_ms: now.getTime(), utc_offset_minutes: -now.getTimezoneOffset() };
}

// The civil day of a review: it begins at the rollover hour, so that a late evening belongs to the day before.
export function review_day(moment: Moment, rollover_hour: number): number {
  return Math.floor((moment.unix_ms + moment.utc_offset_minutes * 60_000 - rollover_hour * 3_600_000) / 86_400_000);
}

// "10m", "3h", "4d", "2.1mo", "1.3y": days up to a month, then months of 30 and years of 365 days with one decimal.
export function interval_label(minutes: number): string {
  const tenths = (days: number, unit: number): string => String(Math.floor((days * 10 + unit / 2) / unit) / 10);
  if (minutes < 60) return `${minutes}m`;
  if (minutes < 24 * 60) return `${Math.floor((minutes + 30) / 60)}h`;
  const days = Math.floor(minutes / (24 * 60));
  if (days < 30) return `${days}d`;
  if (days < 365) return `${tenths(days, 30)}mo`;
  return `${tenths(days, 365)}y`;
}

// The same for a voice: "10 minutes", "4 days", "2.1 months".
export function interval_words(minutes: number): string {
  const label = interval_label(minutes);
  const amount = label.replace(/[a-z]+$/, "");
  const units: Record<string, string> = { m: "minute", h: "hour", d: "day", mo: "month", y: "year" };
  const unit = units[label.slice(amount.length)] ?? "";
  return `${amount} ${unit}${amount === "1" ? "" : "s"}`;
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

// "in 5 min", "in 3 h", "tomorrow", "in 12 days (3 December 2026)"
export function when_text(due: Due, now: Moment, rollover_hour: number): string {
  if (due.at_instant) {
    const minutes = Math.max(1, Math.ceil((due.value - now.unix_ms) / 60_000));
    return minutes < 60 ? `in ${minutes} min` : `in ${Math.floor((minutes + 30) / 60)} h`;
  }
  const days = due.value - review_day(now, rollover_hour);
  if (days <= 0) return "today";
  if (days === 1) return "tomorrow";
  const date = new Date(due.value * 86_400_000);
  return `in ${days} days (${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()})`;
}
