import { z } from 'zod';
import { DECLINE_REASONS } from '../../src-preload/contract/approval.ts';
import type { Answer } from '../../src-preload/contract/channels.ts';
import { MAX_NOTE } from '../../src-preload/contract/credit.ts';
import { type Cents, MAX_CENTS } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { present, type Routes, staff } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { code, guid, nothing, pin, typedText } from '../ipc/shapes.ts';

const amount = z
  .int()
  .min(0)
  .max(MAX_CENTS)
  .transform((value) => value as Cents);
const ofCredit = z.strictObject({ creditId: guid });

/** Where the restaurant signs out after each credit, the session of the person who gave it has done its work. */
function gaveOne(answer: Answer<'approve'>, { config, session, outbox }: Services): Answer<'approve'> {
  const isTheirs = answer.ok && outbox.peopleOf(answer.value.creditId)?.giver === session.present()?.id;
  if (isTheirs && config.signOutAfterCredit) session.spend();
  return answer;
}

export const creditRoutes = {
  openCreditForm: staff(z.strictObject({ guestId: guid }), ({ guestId }, { guests, giving }, by) => {
    const allowed = guests.mayLook(guestId, 'openCreditForm');
    return allowed.ok ? ok(giving.openForm(guestId, by)) : allowed;
  }),
  guestToday: staff(z.strictObject({ guestId: guid }), async ({ guestId }, { guests, giving }, by) => {
    const allowed = guests.mayLook(guestId, 'guestToday');
    return allowed.ok ? ok(await giving.today(guestId, by)) : allowed;
  }),
  giveCredit: staff(
    z.strictObject({ creditId: guid, amount, reasonId: typedText(40), note: typedText(MAX_NOTE) }),
    (request, services, by) => {
      const answer = services.giving.give(request, by);
      if (answer.ok && answer.value.outcome === 'accepted') gaveOne(ok(answer.value.item), services);
      return answer;
    },
  ),
  approve: staff(z.strictObject({ approvalId: guid, pin }), async (asked, services, by) =>
    gaveOne(await services.giving.approve(asked.approvalId, asked.pin, by), services),
  ),
  approveByCode: staff(
    z.strictObject({ approvalId: guid, managerId: guid, code }),
    async ({ approvalId, managerId, code }, services, by) =>
      gaveOne(await services.giving.approveByCode(approvalId, managerId, code, by), services),
  ),
  declineApproval: present(
    z.strictObject({ approvalId: guid, why: z.enum(DECLINE_REASONS).nullable() }),
    ({ approvalId, why }, { staffService }, by) =>
      staffService.approvals.decline(approvalId, by, why) ? ok(null) : err({ code: 'not-yours' }),
  ),
  approvalList: staff(nothing, (_, { giving }, by) => ok(giving.requestsFor(by))),
  approvalsSeen: staff(nothing, (_, { staffService }, by) => {
    staffService.approvals.seen(by);
    return ok(null);
  }),
  creditShown: present(ofCredit, ({ creditId }, { giving }, by) =>
    giving.shown(creditId, by) ? ok(null) : err({ code: 'not-yours' }),
  ),
  undoCredit: present(ofCredit, ({ creditId }, { outbox, recordSuspicious }, by): Answer<'undoCredit'> => {
    const people = outbox.peopleOf(creditId);
    if (people !== null && people.giver !== by.id && people.approver !== by.id) {
      recordSuspicious('undoCredit', 'credit of somebody else');
      return err({ code: 'not-yours' });
    }
    const undone = outbox.undo(creditId);
    if (undone.ok) return undone;
    return undone.error.code === 'not-found'
      ? err({ code: 'not-found' })
      : err({ code: 'undo-too-late', state: undone.error.item.state });
  }),
} satisfies Partial<Routes>;
