/**
 * What is logged of an error that no one expected: its stack, or its message where it has none. A parser's message
 * quotes the text it was given, which may be a guest's: of a SyntaxError only where it was thrown is told.
 */
export function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (!(error instanceof SyntaxError)) return error.stack ?? error.message;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join('\n');
}

/** An error's message, or what else was thrown as text. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
