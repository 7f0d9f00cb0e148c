/** Characters that no one sees: zero-width spaces and joiners, marks of direction, soft hyphens, half characters. */
const UNSEEN = /[\p{DI}\p{Cf}\p{Cs}]+/gu;
/** No text from which an address is read is longer. */
const MAX_READ = 1_000;
/** `Ana <ana@example.com>`; two addresses are none. */
const BRACKETED = /^[^@<]*<([^<>@]*@[^<>@]*)>?[^@]*$/;
const MAILTO = /^mailto:([^?]*).*$/i;
/** What is around an address in a sentence, and after it. */
const BEFORE = /^[<("'“‘«[\s]+/;
const AFTER = /[.,;:!?>)"'”’»\]\s]+$/;
/** A part of the name before the @, and a part of the domain. */
const ATOM = String.raw`[^\s@.,;:<>()[\]"\\]+`;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?`;
const WHOLE = new RegExp(
  String.raw`^${ATOM}(?:\.${ATOM})*@(?:${LABEL}\.)+(?!\p{N}+$)(?=[^.]{2})${LABEL}$`,
  'u',
);

/**
 * The address in a text as people type, paste or scan it: `Ana <ana@example.com>`, `mailto:ana@example.com`, one with
 * invisible or full-width characters, or a sentence's full stop behind it. What is not an address stays as it is,
 * except for these. Case is kept. Reading what was read gives the same.
 */
export function emailOf(text: string): string {
  let address = text
    .slice(0, MAX_READ)
    .replace(UNSEEN, '')
    .replace(/(?!\s)\p{Cc}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[。｡]/g, '.')
    .normalize('NFC');
  for (let before = ''; before !== address; ) {
    before = address;
    address = (BRACKETED.exec(address)?.[1] ?? address)
      .replace(BEFORE, '')
      .replace(AFTER, '')
      .replace(MAILTO, (_, linked: string) => linked.replace(/%40/g, '@').replace(/%2B/gi, '+'));
  }
  return address;
}

/** Whether the address in this text can be whole. Toast is asked for whole ones only, and takes no other for a guest. */
export function isWholeEmail(text: string): boolean {
  return WHOLE.test(emailOf(text));
}
