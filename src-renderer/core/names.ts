/** "Ana" of "Ana P."; null where the guest has no name. */
export function firstName(who: {
  readonly shortName: string | null;
  readonly name: string | null;
}): string | null {
  const name = who.shortName ?? who.name;
  return name?.split(' ')[0] ?? null;
}

/** "Priya N." that does not break between the name and the initial. */
export function unbroken(name: string): string {
  return name.replaceAll(' ', '\u00a0');
}

/** "Server" of "server": a word that is alone. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Whether a guest can be asked for by this name: it has a letter. */
export const isReadable = (name: string | null): boolean => name !== null && /\p{L}/u.test(name);
