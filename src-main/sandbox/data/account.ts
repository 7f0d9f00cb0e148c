import type { CreditLine } from './model.ts';

/** What is left of one ADD_VALUE. */
export interface Lot {
  readonly line: CreditLine;
  readonly expiresAt: number;
  left: number;
}

/** A guest's running account: lots of credit, each with its own date, and which lots each redemption used. */
export interface Account {
  /** Earliest expiry first; of equals, the one given first. */
  readonly lots: Lot[];
  readonly uses: Map<string, readonly { readonly lot: Lot; readonly amount: number }[]>;
  readonly voided: Set<string>;
  balance: number;
}

export const createAccount = (): Account => ({ lots: [], uses: new Map(), voided: new Set(), balance: 0 });

/**
 * Writes one line to the account. Redemptions and expirations use the credit that expires first. A line that does not
 * fit (more redeemed than there is, a void of nothing) throws: anyone who makes lines checks first.
 */
export function post(account: Account, line: CreditLine): void {
  switch (line.type) {
    case 'ADD_VALUE':
      addLot(account, line);
      return;
    case 'REDEMPTION':
      account.uses.set(line.guid, take(account, line));
      return;
    case 'EXPIRATION':
      take(account, line);
      return;
    case 'VOID_ADD_VALUE': {
      const lot = account.lots.find(
        (each) => each.line.guid === line.familyGuid && each.left === line.amount,
      );
      if (lot === undefined) throw new Error(`Nothing to void for ${line.guid}`);
      lot.left = 0;
      account.balance -= line.amount;
      account.voided.add(lot.line.guid);
      return;
    }
    case 'VOID_REDEMPTION': {
      const uses = line.familyGuid === null ? undefined : account.uses.get(line.familyGuid);
      if (uses === undefined || line.familyGuid === null) throw new Error(`Nothing to void for ${line.guid}`);
      for (const { lot, amount } of uses) lot.left += amount;
      account.balance += line.amount;
      account.voided.add(line.familyGuid);
      return;
    }
  }
}

/** The lot that expires first among those with anything left. */
export function firstToExpire(account: Account): Lot | undefined {
  return account.lots.find((lot) => lot.left > 0);
}

function addLot(account: Account, line: CreditLine): void {
  const lot: Lot = { line, expiresAt: line.expiresAt ?? Number.POSITIVE_INFINITY, left: line.amount };
  let at = account.lots.length;
  for (; at > 0; at -= 1) {
    const before = account.lots[at - 1];
    if (before === undefined || before.expiresAt <= lot.expiresAt) break;
  }
  account.lots.splice(at, 0, lot);
  account.balance += line.amount;
}

function take(account: Account, line: CreditLine): readonly { lot: Lot; amount: number }[] {
  if (line.amount > account.balance) throw new Error(`${line.guid} takes more than there is`);
  const uses: { lot: Lot; amount: number }[] = [];
  let wanted = line.amount;
  for (const lot of account.lots) {
    if (wanted === 0) break;
    const amount = Math.min(lot.left, wanted);
    if (amount === 0) continue;
    lot.left -= amount;
    wanted -= amount;
    uses.push({ lot, amount });
  }
  account.balance -= line.amount;
  return uses;
}
