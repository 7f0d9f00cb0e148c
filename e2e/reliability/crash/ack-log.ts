import type { Report } from './report.ts';

/** A credit as its kiosk's staff know it. */
export interface Acknowledged {
  readonly creditId: string;
  readonly guestId: string;
  /** Every amount that was tapped under this form, cents. */
  readonly tapped: Set<number>;
  /** What the kiosk said is saved; null where no answer was seen. */
  given: { readonly amount: number; readonly givenAt: number } | null;
  /** `asked`: the process died, or answered something else, over it. */
  undone: 'no' | 'asked' | 'said';
}

/** Everything that the staff of one kiosk were told, kept outside the process that is killed. */
export interface AckLog {
  readonly heard: (report: Report) => void;
  readonly credits: () => readonly Acknowledged[];
  /** What must not have happened, in words. */
  readonly troubles: () => readonly string[];
}

export function createAckLog(): AckLog {
  const credits = new Map<string, Acknowledged>();
  const troubles: string[] = [];

  const known = (creditId: string, guestId: string): Acknowledged => {
    const met = credits.get(creditId);
    if (met) return met;
    const made: Acknowledged = { creditId, guestId, tapped: new Set(), given: null, undone: 'no' };
    credits.set(creditId, made);
    return made;
  };
  const undo = (creditId: string, undone: Acknowledged['undone']): void => {
    const credit = credits.get(creditId);
    if (!credit) troubles.push(`Undone without having been given: ${creditId}`);
    else if (credit.undone !== 'said') credit.undone = undone;
  };

  return {
    heard: (report) => {
      switch (report.say) {
        case 'giving':
          known(report.creditId, report.guestId).tapped.add(report.amount);
          return;
        case 'given': {
          const credit = known(report.creditId, report.guestId);
          const { amount, givenAt } = report;
          if (credit.given && (credit.given.amount !== amount || credit.given.givenAt !== givenAt)) {
            troubles.push(`Said to be saved twice, with other content: ${report.creditId}`);
          }
          credit.given ??= { amount, givenAt };
          return;
        }
        case 'undoing':
          undo(report.creditId, 'asked');
          return;
        case 'undone':
          undo(report.creditId, 'said');
          return;
        case 'undo-late': {
          // Anything that was asked before did not come about, or it would have been said to be undone.
          const credit = credits.get(report.creditId);
          if (credit?.undone === 'said')
            troubles.push(`Undone, and then too late to undo: ${report.creditId}`);
          else if (credit) credit.undone = 'no';
          return;
        }
        case 'trouble':
          troubles.push(`${report.event} ${report.detail}`);
          return;
        case 'ready':
        case 'deciding':
        case 'waiting':
          return;
      }
    },
    credits: () => [...credits.values()],
    troubles: () => troubles,
  };
}
