/** Distinct to most eyes, and readable on light and dark: after Okabe and Ito, and Tol. */
const COLORS = [
  '#0d9488',
  '#d97706',
  '#4f6fd8',
  '#c0447a',
  '#65a30d',
  '#8b5cd6',
  '#0ea5c6',
  '#b4532a',
  '#a3a312',
  '#d0568f',
  '#3f8f5f',
  '#7c83a5',
] as const;

const taken = new Map<string, string>();

/** The color of a server for as long as the page is open; newcomers get the one that fewest have. */
export function colorOf(address: string): string {
  const known = taken.get(address);
  if (known !== undefined) return known;
  const color = COLORS[taken.size % COLORS.length] as string;
  taken.set(address, color);
  return color;
}

/** The value of a CSS variable, for canvases. */
export function themed(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
