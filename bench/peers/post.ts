import { creditBody } from '../../src-main/crm/operations.ts';
import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import type { CrmAddress } from './subject.ts';

/** Sends one credit; throws where the CRM did not say that it has it. */
export type Post = (credit: AcceptedCredit) => Promise<void>;

/**
 * What the peers send with: a token kept as long as it is good, a time limit, the same GUID and the same bytes at every
 * try. An answer that is not a 2xx throws, as every one of their manuals wants it. `crm` null: no one can be reached.
 */
export function createPost(crm: CrmAddress | null, answerMs: number): Post {
  let token: Promise<string> | null = null;
  const ask = async (path: string, body: string, headers: Record<string, string>): Promise<Response> => {
    if (crm === null) throw new Error('offline');
    return fetch(`${crm.url}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(answerMs),
    });
  };
  const logIn = async (): Promise<string> => {
    const login = {
      clientId: crm?.clientId,
      clientSecret: crm?.clientSecret,
      userAccessType: 'TOAST_MACHINE_CLIENT',
    };
    const answer = await ask('authentication/v1/authentication/login', JSON.stringify(login), {});
    if (!answer.ok) throw new Error(`The login was answered with ${answer.status}`);
    const read = (await answer.json()) as { readonly token: { readonly accessToken: string } };
    return read.token.accessToken;
  };

  return async (credit) => {
    token ??= logIn();
    const bearer = await token.catch((error: unknown) => {
      token = null;
      throw error;
    });
    const restaurantGuid = crm?.restaurantGuid ?? '';
    const body = creditBody({ ...credit, creditId: credit.id }, { restaurantGuid, deviceGuid: null });
    const answer = await ask(`crm/v1/customers/${credit.guestId}/creditTransactions`, body, {
      authorization: `Bearer ${bearer}`,
      'toast-restaurant-external-id': restaurantGuid,
    });
    await answer.text();
    if (answer.status === 401) token = null;
    if (!answer.ok) throw new Error(`The credit was answered with ${answer.status}`);
  };
}
