import type { Resolution, WaitingItem } from '../../../src-preload/contract/outbox.ts';

/** What a manager can choose to do with an item. `id` tells choices apart on the screen. */
export interface Choice {
  readonly id: string;
  readonly do: Resolution['do'];
  /** The guest it is about, for "use this guest"; null where the guest is still to be found. */
  readonly guest: { readonly guestId: string; readonly name: string | null } | null;
}

const choice = (what: Resolution['do']): Choice => ({ id: what, do: what, guest: null });

/** All credit behind a new guest goes to a guest who is then looked up. */
export const ANOTHER_GUEST: Choice = { id: 'another-guest', do: 'use-existing', guest: null };

/** All decisions available for an item; none if the software continues automatically. */
export function choicesFor(item: WaitingItem): readonly Choice[] {
  if (item.state === 'queued' || item.state === 'verifying') return [choice('by-hand')];
  if (item.state !== 'refused' && item.state !== 'stuck') return [];
  const end = choice('discard');
  const askable =
    item.stuck === 'unreadable-record' ||
    item.stuck === 'contradicted' ||
    item.stuck === 'different-content' ||
    item.stuck === 'singled-out';
  const use = (guest: NonNullable<Choice['guest']>): Choice => ({
    id: guest.guestId,
    do: 'use-existing',
    guest,
  });
  if (item.kind === 'add-credit') {
    if (item.stuck === 'altered') return [end];
    if (item.mergedInto) return [use(item.mergedInto), end];
    return [choice(askable ? 'recheck' : 'send-as-new'), end];
  }
  const first = askable ? [choice('recheck')] : [];
  const move = item.creditBehind.count > 0 ? [ANOTHER_GUEST] : [];
  const rest = [choice('correct-guest'), ...move, end];
  if (item.stuck !== 'guest-exists') return [...first, ...rest];
  return [...item.existing.map(use), choice('create-anyway'), ...rest];
}

/** Whether Toast is asked about the entry before this is done: the answer may take as long as Toast takes. */
export const asksFirst = (what: Resolution['do']): boolean => what !== 'recheck' && what !== 'create-anyway';

/** What is asked of the main process; null while something is still to be chosen. */
export function resolutionOf(chosen: Choice | null, why: string | null): Resolution | null {
  switch (chosen?.do) {
    case undefined:
      return null;
    case 'discard':
      return why === null ? null : { do: 'discard', reason: why };
    case 'use-existing':
      return chosen.guest && { do: 'use-existing', guestId: chosen.guest.guestId };
    // The corrected details come from their own screen, as does another guest.
    case 'correct-guest':
      return null;
    case 'by-hand':
    case 'send-as-new':
    case 'recheck':
    case 'create-anyway':
      return { do: chosen.do };
  }
}
