import type { NameSought } from './gateway.ts';

/**
 * The names that typed words may stand for. One word may be either name; of several, the last or all but the first may be
 * the family's ("María José Núñez", "Ana Ruiz Vega"). The CRM keeps the two apart and takes no free text.
 */
export function namesFrom(text: string): readonly NameSought[] {
  const words = text.trim().split(/\s+/);
  const [first, ...rest] = words;
  if (first === undefined || first === '') return [];
  if (rest.length === 0) {
    return [
      { firstName: first, lastName: null },
      { firstName: null, lastName: first },
    ];
  }
  const lastAlone = { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? null };
  return rest.length === 1 ? [lastAlone] : [lastAlone, { firstName: first, lastName: rest.join(' ') }];
}
