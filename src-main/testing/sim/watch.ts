/**
 * The rule behind "once", watched on the wire itself: after a POST whose outcome the kiosk cannot know, the CRM is asked
 * by GUID, and says "nothing here" often enough, before that GUID is posted again. A CRM that recognises repeated GUIDs
 * hides a breach of it; the watch does not.
 */
export interface Watch {
  /** A POST of this GUID leaves the PC. Returns what is wrong with that; null where nothing is. */
  readonly posted: (guid: string) => string | null;
  /** The kiosk got this status for its POST: whole head, in time, alive. */
  readonly postAnswered: (guid: string, status: number) => void;
  /** The kiosk was told "nothing here" by the CRM itself. */
  readonly absent: (guid: string) => void;
}

/** Answers that say the request was not carried out, and so leave no doubt. */
const TOOK_NO_PART = [401, 403, 407, 410, 429];

export function createWatch(absencesNeeded: number): Watch {
  const open = new Map<string, { absences: number; inDoubt: boolean }>();
  return {
    posted: (guid) => {
      const known = open.get(guid);
      open.set(guid, { absences: 0, inDoubt: true });
      if (!known?.inDoubt || known.absences >= absencesNeeded) return null;
      return `posted again after ${known.absences} of ${absencesNeeded} answers that it is not there`;
    },
    postAnswered: (guid, status) => {
      const known = open.get(guid);
      if (known && TOOK_NO_PART.includes(status)) known.inDoubt = false;
    },
    absent: (guid) => {
      const known = open.get(guid);
      if (known) known.absences += 1;
    },
  };
}
