/** Medians: what is printed of several runs. */

export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median of the ratios of runs that stood side by side: noise that hit a whole round cancels out. NaN without a common round. */
export function medianRatio(values: readonly number[], base: readonly number[]): number {
  const ratios: number[] = [];
  for (let i = 0; i < Math.min(values.length, base.length); i++) ratios.push(values[i]! / base[i]!);
  return median(ratios);
}
