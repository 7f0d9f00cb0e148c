import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../src-preload/contract/api.ts';
import type { Answer, RequestName, Requests } from '../../../src-preload/contract/channels.ts';
import { ask } from '../../core/ask.ts';

interface SecondState {
  /** Something waits for a second manager's PIN. */
  readonly asking: boolean;
}

interface SecondActions {
  readonly confirm: (pin: string) => Promise<Answer<'secondManager'>>;
  /** What was asked for is not done. */
  readonly cancel: () => void;
}

export type SecondStore = StoreApi<SecondState & SecondActions>;

/**
 * What one manager may not do alone: the answer to it waits until a second one has agreed, and the same is asked for again.
 * Returns the bridge that waits so.
 */
export function createSecondStore(api: KioskApi): { readonly store: SecondStore; readonly api: KioskApi } {
  let end = (_agreed: boolean): void => {};
  const store = createStore<SecondState & SecondActions>()(() => ({
    asking: false,
    confirm: async (pin) => {
      const answer = await ask<'secondManager'>(api.secondManager({ pin }));
      if (answer.ok || answer.error.code === 'not-possible') end(answer.ok);
      return answer;
    },
    cancel: () => end(false),
  }));
  const agreed = (): Promise<boolean> =>
    new Promise((resolve) => {
      end(false);
      end = (yes) => {
        end = () => {};
        store.setState({ asking: false });
        resolve(yes);
      };
      store.setState({ asking: true });
    });
  const waits =
    <N extends RequestName>(question: (request: Requests[N]['request']) => Promise<Answer<N>>) =>
    async (request: Requests[N]['request']): Promise<Answer<N>> => {
      const answer = await question(request);
      if (answer.ok || answer.error.code !== 'second-manager-needed') return answer;
      return (await agreed()) ? question(request) : answer;
    };
  return {
    store,
    api: {
      ...api,
      changeSettings: waits<'changeSettings'>(api.changeSettings),
      staffAdd: waits<'staffAdd'>(api.staffAdd),
      staffNewPin: waits<'staffNewPin'>(api.staffNewPin),
      staffChange: waits<'staffChange'>(api.staffChange),
      staffImport: waits<'staffImport'>(api.staffImport),
      decideLimits: waits<'decideLimits'>(api.decideLimits),
      finishSetUp: waits<'finishSetUp'>(api.finishSetUp),
      exportSetUp: waits<'exportSetUp'>(api.exportSetUp),
    },
  };
}
