// Mean reciprocal rank and recall at 10, with the interval that resampling the queries gives (bootstrap, 95 %).
import { random } from "../../search/support.mjs";

export const reciprocal = (rank) => (rank >= 1 && rank <= 10 ? 1 / rank : 0);

export function mean(values) {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function interval(values, seed = 1, rounds = 2000) {
  if (values.length === 0) return [0, 0];
  const r = random(seed);
  const means = [];
  for (let round = 0; round < rounds; ++round) {
    let sum = 0;
    for (let i = 0; i < values.length; ++i) sum += values[r.below(values.length)];
    means.push(sum / values.length);
  }
  means.sort((a, b) => a - b);
  return [means[Math.floor(rounds * 0.025)], means[Math.floor(rounds * 0.975)]];
}

export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
