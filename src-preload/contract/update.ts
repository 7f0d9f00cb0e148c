/**
 * Why an update, or the information about updates, was not accepted. Nothing was installed.
 *
 * - `unreachable`: the update server did not answer, or the line was cut.
 * - `server-wrong`: something answered, but without the file.
 * - `too-large`: more bytes than the signed information, or the kiosk's own bound, allows.
 * - `incomplete`: fewer bytes than the signed information says.
 * - `not-trusted`: not signed by the keys this kiosk trusts, or not readable.
 * - `altered`: the file is not the one that was signed.
 * - `expired`: the signed information is past its date.
 * - `replayed`: older signed information than this kiosk has already seen.
 * - `clock-wrong`: this PC's clock cannot be right, so no date can be checked.
 * - `disk-full`, `disk-failing`: this PC could not store it.
 */
export const UPDATE_REFUSALS = [
  ...(['unreachable', 'server-wrong', 'too-large', 'incomplete', 'not-trusted', 'altered'] as const),
  ...(['expired', 'replayed', 'clock-wrong', 'disk-full', 'disk-failing'] as const),
] as const;
export type UpdateRefusal = (typeof UPDATE_REFUSALS)[number];

/** Why this kiosk does not look for updates: the admin's mode, no address in the admin's file, or no key in this copy. */
export type UpdateOff = 'by-admin' | 'no-address' | 'no-key';

/** A change in a release, in both languages. */
export interface ReleaseNews {
  readonly title: { readonly en: string; readonly es: string };
  readonly text: { readonly en: string; readonly es: string };
}

/**
 * What an update waits for: the download, credit in the outbox, a person at the kiosk (a session, a visit, an open form), or its hours.
 */
export type UpdateHeld = 'download' | 'waiting' | 'in-use' | 'hours';

/** A newer version that was found, its signed information verified. */
export interface ReadyUpdate {
  readonly version: string;
  readonly news: readonly ReleaseNews[];
  /** Name of the installer. */
  readonly file: string;
  readonly bytes: number;
  /** Who installs it: an admin with apt, an admin with Setup, or the updater for the kiosk. */
  readonly way: 'apt' | 'setup' | 'kiosk';
  /** The hours for it by the restaurant's clock, as `"04:00-06:00"`. */
  readonly window: string;
  /** What it waits for, where the kiosk installs it; null where it may begin. */
  readonly held: UpdateHeld | null;
  /** Whether the kiosk can go back to the version it has: both store data in the same format. Null where that is not known. */
  readonly returns: boolean | null;
}

/** How the last automatic installation ended. */
export interface LastUpdate {
  readonly version: string;
  /**
   * installed: it started well · went-back: it did not, and the version before it is back · cannot-go-back: it did not, and
   * stays, because the version before it cannot read its data or was not there · not-installed: its installer failed.
   */
  readonly outcome: 'installed' | 'went-back' | 'cannot-go-back' | 'not-installed';
  /** UTC ms. */
  readonly at: number;
}

/** What this kiosk knows about updates. */
export interface UpdateStatus {
  readonly off: UpdateOff | null;
  readonly ready: ReadyUpdate | null;
  /** What was refused last, and when (UTC ms); null once a later look succeeded. */
  readonly refused: { readonly code: UpdateRefusal; readonly at: number } | null;
  /** When the signed information was last verified (UTC ms); null if not since the start. */
  readonly checkedAt: number | null;
  readonly last: LastUpdate | null;
}
