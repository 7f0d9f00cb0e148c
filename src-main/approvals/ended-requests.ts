import type { ApprovalEnd } from '../../src-preload/contract/approval.ts';
import type { EndedRequest } from '../domain/approval.ts';

/** So many requests that are over are remembered: for the giver, and to tell one that ran out from one never asked. */
const REMEMBERED = 100;

/** Which of them their givers have seen, over a restart. */
export interface SeenStore {
  readonly read: () => readonly string[];
  /** Must not throw: where it cannot be written, they are shown once more after a restart. */
  readonly write: (approvalIds: readonly string[]) => void;
}

/** What became of requests for approval, until their givers have seen it. */
export interface EndedRequests {
  readonly add: (request: EndedRequest) => void;
  readonly howOf: (approvalId: string) => ApprovalEnd | undefined;
  /** What this person has not seen yet, newest first. */
  readonly newsFor: (askerId: string) => readonly EndedRequest[];
  readonly seen: (askerId: string) => void;
  /** The giver saw it happen. */
  readonly saw: (approvalId: string) => void;
}

/** @param earlier oldest first. */
export function createEndedRequests(earlier: readonly EndedRequest[], store: SeenStore): EndedRequests {
  const ended = new Map<string, EndedRequest>();
  const add = (request: EndedRequest): void => {
    ended.set(request.approvalId, request);
    const oldest = ended.keys().next().value;
    if (ended.size > REMEMBERED && oldest !== undefined) ended.delete(oldest);
  };
  for (const request of earlier) add(request);
  const isSeen = new Set(store.read());
  const newsFor = (askerId: string): readonly EndedRequest[] =>
    [...ended.values()]
      .filter((each) => each.askerId === askerId && each.how !== 'over' && !isSeen.has(each.approvalId))
      .reverse();
  const keep = (approvalIds: readonly string[]): void => {
    for (const id of approvalIds) isSeen.add(id);
    store.write([...isSeen].filter((id) => ended.has(id)));
  };
  return {
    add,
    howOf: (approvalId) => ended.get(approvalId)?.how,
    newsFor,
    seen: (askerId) => {
      const news = newsFor(askerId);
      if (news.length > 0) keep(news.map(({ approvalId }) => approvalId));
    },
    saw: (approvalId) => keep([approvalId]),
  };
}
