/**
 * Takes what could be a phone number or an address out of a log line, even where a bug put it there. GUIDs stay: they
 * name no one to a reader of the log, and an admin needs them.
 */
export function redact(text: string): string {
  return (
    text
      // Bounded as addresses are: a long line without an @ would otherwise be gone over once for each of its letters.
      .replace(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, '[e-mail]')
      // A payment card's number; 13 digits only where they cannot be an instant in ms.
      .replace(/(?<![0-9a-fA-F-])(?:[2-9](?:[ -]?\d){12}|\d(?:[ -]?\d){13,18})(?![0-9a-fA-F-])/g, '[number]')
      .replace(/(?<![0-9a-fA-F-])\+?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?![0-9a-fA-F-])/g, '[number]')
  );
}
