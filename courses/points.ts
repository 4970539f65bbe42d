/**
 * Marks are whole sixtieths of a point, so a half, a third, a quarter, a fifth or 0.6 of a point is exact and adding
 * up never rounds. Passing compares integers; rounding exists for people only, and only downwards.
 */
export type Sixtieths = number;

/** Marks in one point. */
export const sixtiethsPerPoint = 60;

/** Marks of a share of `points` (whole points ≥ 0); a share that is no whole sixtieth is rounded down. */
export function marksOf(points: number, share: { got: number; of: number }): Sixtieths {
  return Math.floor((points * sixtiethsPerPoint * share.got) / share.of);
}

/** Whether `marks` of `max` reach `percent` (0–100, whole): exact, nothing is rounded. Zero of zero does not pass. */
export function reaches(marks: Sixtieths, max: Sixtieths, percent: number): boolean {
  return max > 0 && marks * 100 >= max * percent;
}

/** Percent for people, at most one decimal, rounded down: 59.96 is shown as 59.9 and never as 60. */
export function percentShown(marks: Sixtieths, max: Sixtieths): string {
  if (max <= 0) return "0";
  const tenths = Math.floor((marks * 1000) / max);
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1);
}

/** Points for people, at most two decimals, rounded down: 90 sixtieths are "1.5". */
export function pointsShown(marks: Sixtieths): string {
  const hundredths = Math.floor((marks * 100) / sixtiethsPerPoint);
  return String(hundredths / 100);
}
