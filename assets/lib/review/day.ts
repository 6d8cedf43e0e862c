// What a day is, and how a time to come is told. Twin of review_day in base/date.h and when_text in review/text.h.

import { decimal, english, t, tn } from "../strings";

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
  const [n, unit] = interval(minutes);
  return t(short_units[unit], { n });
}

const short_units = { m: english("{n}m"), h: english("{n}h"), d: english("{n}d"), mo: english("{n}mo"), y: english("{n}y") };

function interval(minutes: number): [amount: string, unit: keyof typeof short_units] {
  const tenths = (days: number, unit: number): string => decimal(Math.floor((days * 10 + unit / 2) / unit) / 10);
  if (minutes < 60) return [String(minutes), "m"];
  if (minutes < 24 * 60) return [String(Math.floor((minutes + 30) / 60)), "h"];
  const days = Math.floor(minutes / (24 * 60));
  if (days < 30) return [String(days), "d"];
  if (days < 365) return [tenths(days, 30), "mo"];
  return [tenths(days, 365), "y"];
}

// The same for a voice: "10 minutes", "4 days", "2.1 months".
export function interval_words(minutes: number): string {
  const [n, unit] = interval(minutes);
  const number = n === "1" ? 1 : 2; // "2.1" is several
  if (unit === "m") return tn("{n} minute", "{n} minutes", number, { n });
  if (unit === "h") return tn("{n} hour", "{n} hours", number, { n });
  if (unit === "d") return tn("{n} day", "{n} days", number, { n });
  if (unit === "mo") return tn("{n} month", "{n} months", number, { n });
  return tn("{n} year", "{n} years", number, { n });
}

const months = [english("January"), english("February"), english("March"), english("April"), english("May"), english("June"), english("July"), english("August"), english("September"), english("October"), english("November"), english("December")];

// "in 5 min", "in 3 h", "tomorrow", "in 12 days (3 December 2026)"
export function when_text(due: Due, now: Moment, rollover_hour: number): string {
  if (due.at_instant) {
    const minutes = Math.max(1, Math.ceil((due.value - now.unix_ms) / 60_000));
    return minutes < 60 ? t("in {n} min", { n: minutes }) : t("in {n} h", { n: Math.floor((minutes + 30) / 60) });
  }
  const days = due.value - review_day(now, rollover_hour);
  if (days <= 0) return t("today");
  if (days === 1) return t("tomorrow");
  const date = new Date(due.value * 86_400_000);
  return t("in {n} days ({day} {month} {year})", { n: days, day: date.getUTCDate(), month: t(months[date.getUTCMonth()] ?? ""), year: date.getUTCFullYear() });
}
