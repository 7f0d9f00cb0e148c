/**
 * The rule behind "once", watched on the wire itself: after a POST whose outcome the kiosk cannot know, the CRM is asked
 * by GUID, and says "nothing here" often enough, before that GUID is posted again. The same holds for what an earlier run of the
 * program left: its file may know less than happened. A CRM that recognizes repeated GUIDs hides a breach of it; the watch does not.
 */
export interface Watch {
  /** A POST of this GUID leaves the PC. Returns what is wrong with that; null where nothing is. */
  readonly posted: (guid: string) => string | null;
  /** The kiosk got an answer to its POST: whole head, in time, alive. `tookNoPart`: the service itself said that it did nothing. */
  readonly postAnswered: (guid: string, tookNoPart: boolean) => void;
  /** The kiosk was told "nothing here" by the CRM itself. */
  readonly absent: (guid: string) => void;
  /** A run of the program began and found this GUID open: what was said to an earlier run proves nothing to this one. */
  readonly takenOver: (guid: string) => void;
}

export function createWatch(absencesNeeded: number): Watch {
  const open = new Map<string, { absences: number; inDoubt: boolean }>();
  return {
    posted: (guid) => {
      const known = open.get(guid);
      open.set(guid, { absences: 0, inDoubt: true });
      if (!known?.inDoubt || known.absences >= absencesNeeded) return null;
      return `posted after ${known.absences} of ${absencesNeeded} answers that it is not there`;
    },
    postAnswered: (guid, tookNoPart) => {
      const known = open.get(guid);
      if (known && tookNoPart) known.inDoubt = false;
    },
    absent: (guid) => {
      const known = open.get(guid);
      if (known) known.absences += 1;
    },
    takenOver: (guid) => {
      open.set(guid, { absences: 0, inDoubt: true });
    },
  };
}
