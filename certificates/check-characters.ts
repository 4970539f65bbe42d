const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const modulus = 1271;
const radix = 36;

/**
 * The two check characters of ISO/IEC 7064 MOD 1271-36 (a pure system) for a text of digits and capital letters.
 * They find every single wrong character and every swap of neighbours. `ISO79` gives `3W`.
 * @throws RangeError for any other character.
 */
export function checkCharacters(text: string): string {
  const rest = (remainder(text) * radix * radix) % modulus;
  const check = (modulus + 1 - rest) % modulus;
  return alphabet.charAt(Math.floor(check / radix)) + alphabet.charAt(check % radix);
}

/** Whether a text that ends with its two check characters is right: the whole leaves 1. */
export function checksOut(text: string): boolean {
  return text.length > 2 && remainder(text) === 1;
}

function remainder(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new RangeError("only digits and capital letters have check characters");
    rest = (rest * radix + value) % modulus;
  }
  return rest;
}
