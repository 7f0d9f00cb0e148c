import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import { createPost } from './post.ts';
import type { OpenSubject } from './subject.ts';

/** What is used of conf 16, which is what electron-store is made of. */
interface Store {
  readonly get: (key: 'queue') => readonly AcceptedCredit[];
  readonly set: (key: 'queue', queue: readonly AcceptedCredit[]) => void;
}

/**
 * An array of credits in a settings file, as most Electron apps would do it: put in at the end, sent from the front, taken
 * out when the CRM has answered, tried again for ever.
 */
export const openConfArray: OpenSubject = async ({ folder, crm, parallel, answerMs, tries, onSent }) => {
  const name = 'conf';
  const { default: Conf } = (await import(name)) as { readonly default: new (options: object) => Store };
  const store = new Conf({ cwd: folder, configName: 'queue', defaults: { queue: [] } });
  const post = createPost(crm, answerMs);
  let open = true;
  const remove = (id: string): void =>
    store.set(
      'queue',
      store.get('queue').filter((each) => each.id !== id),
    );
  const sendOne = async (credit: AcceptedCredit): Promise<boolean> => {
    try {
      await post(credit);
    } catch {
      return false;
    }
    if (!open) return false;
    remove(credit.id);
    onSent(credit.id);
    return true;
  };
  const sendAll = async (): Promise<void> => {
    while (open) {
      const batch = store.get('queue').slice(0, parallel);
      const sent = await Promise.all(batch.map(sendOne));
      if (sent.length === 0 || sent.includes(false)) await sleep(sent.length === 0 ? 50 : tries.everyMs);
    }
  };
  if (crm) void sendAll();
  return {
    accept: async (credit) => store.set('queue', [...store.get('queue'), credit]),
    acceptAll: async (credits) => store.set('queue', [...store.get('queue'), ...credits]),
    forget: async (id) => remove(id),
    standing: async () => {
      const shown = store.get('queue').map(({ id }) => id);
      return { waiting: shown.length, shown };
    },
    close: async () => {
      open = false;
    },
  };
};
