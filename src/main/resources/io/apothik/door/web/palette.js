/** A colour for each node, by its number, so that it keeps it whoever comes or goes. */

// Okabe and Ito, "Color Universal Design" (2008), its black left out: told apart by everybody.
const FEW = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"];

const GOLDEN_ANGLE = 137.508;

/** The colour of a node with that number, from 1 on, as [red, green, blue] from 0 to 255. */
export function colour(number) {
  const place = number - 1;
  if (place < FEW.length) {
    return [1, 3, 5].map((at) => parseInt(FEW[place].slice(at, at + 2), 16));
  }
  const lightness = [0.45, 0.62, 0.74][place % 3];
  return fromHsl((place * GOLDEN_ANGLE) % 360, 0.55, lightness);
}

export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/** Black or white, whichever is easier to read on that colour. */
export function ink(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  // Relative luminance, as WCAG 2.2 defines it; there the contrasts to black and white are equal.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

function fromHsl(hue, saturation, lightness) {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const place = (offset + hue / 30) % 12;
    const part = lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1));
    return Math.round(255 * part);
  });
}

/** The number in a node's name; for one without, a number from the name. */
export function numberOf(node) {
  const match = /_(\d+)@/.exec(node);
  if (match) {
    return Number(match[1]);
  }
  return (
    1 + (([...node].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) | 0, 7) >>> 0) % 997)
  );
}
