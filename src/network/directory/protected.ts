// Which listings must not be shown until their owner clears them: shelters, sexual- and domestic-violence programs,
// transitional housing. A wrong "yes" costs an owner one look; a wrong "no" can tell someone where a survivor sleeps,
// so the words are wide and an exception is never guessed.

const words = [
  /\bshelters?\b/,
  /\bsafe ?(house|home)s?\b/,
  /\brefuge\b/,
  /\btransitional (housing|living|shelter|home)s?\b/,
  /\bcrisis (house|home|bed|center|centre)s?\b/,
  /\b(domestic|family|dating|intimate partner|relationship|sexual|gender[- ]based) (abuse|assault|violence)\b/,
  /\babused (women|woman|men|partners?|spouses?)\b/,
  /\bbattered\b/,
  /\brape\b/,
  /\bsexual(ly)? (abuse|abused|exploit\w*|assault\w*)\b/,
  /\b(women|woman)'?s (house|home|shelter)\b/,
  /\bemergency housing\b/,
];

// In a description a legal clinic may say this of the people it serves; in a name it says what the place is.
const wordsOfNames = [/\btraffick\w*/, /\bsurvivors?\b/];

/** A listing is of a protected class by its name (and the names of its terms) or by what it says of itself. */
export function isProtectedClass(
  names: readonly (string | null | undefined)[],
  descriptions: readonly (string | null | undefined)[] = [],
): boolean {
  const named = names.filter(Boolean).join(" \n ").toLowerCase();
  const text = `${named} \n ${descriptions.filter(Boolean).join(" \n ").toLowerCase()}`;
  return words.some((word) => word.test(text)) || wordsOfNames.some((word) => word.test(named));
}

/** What a withheld location still says of itself. Region comes later, from its owner. */
export const withheldName = "Confidential location";
