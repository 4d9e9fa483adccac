// Colours that text is set in: contrast as WCAG 2 defines it (relative luminance, https://www.w3.org/TR/WCAG22/).

/** What WCAG asks of text of usual size. */
export const TEXT_CONTRAST = 4.5;

const COLOUR = /^#[0-9a-f]{6}$/i;

export function isColour(text: string): boolean {
  return COLOUR.test(text);
}

/** From 1, the same, to 21, black on white. Both as `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** The colour, with as much white in it as it takes to stand out from `ground` by `ratio`. */
export function lightened(colour: string, ground: string, ratio: number): string {
  for (let white = 0; white < 20; white += 1) {
    const mixed = mixedWithWhite(colour, white / 20);
    if (contrast(mixed, ground) >= ratio) return mixed;
  }
  return '#ffffff';
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixedWithWhite(colour: string, white: number): string {
  const mixed = channels(colour).map((value) => Math.round(value + (255 - value) * white));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
