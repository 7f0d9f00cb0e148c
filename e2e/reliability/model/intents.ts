import type { SqlRow } from '../../../src-main/ports.ts';
import type { World } from './world.ts';

/** What someone asked for and was told is saved. The model is no more than these, and how each was ended by people. */
export interface Intent {
  readonly kind: 'credit' | 'guest';
  /** The credit's GUID, or the new guest's. */
  readonly id: string;
  readonly guestId: string;
  /** Cents; 0 for a guest. */
  readonly amount: number;
  readonly note: string;
  /** Null: it goes its way. Else how people ended it. `unread`: given up though no one could say what became of it. */
  ended: null | 'undone' | 'discarded' | 'unread' | 'replaced';
}

export interface Model {
  readonly intents: Intent[];
}

const PEOPLE = ['refused', 'stuck'];
const OVER = ['settled', 'cancelled'];

/** A manager's decision makes new credits of old ones: the model learns their GUIDs and checks all else. */
export function learnReplacements(model: Model, world: World, toGuest: string | null): void {
  for (const row of world.db().all('SELECT * FROM outbox WHERE replaces IS NOT NULL ORDER BY seq')) {
    const id = String(row['id']);
    if (model.intents.some((intent) => intent.id === id)) continue;
    const old = model.intents.find((intent) => intent.id === row['replaces']);
    if (!old) throw new Error(`${id} replaces what was never accepted`);
    if (old.ended !== null) throw new Error(`${old.id} was ended twice`);
    old.ended = 'replaced';
    model.intents.push({ ...old, id, guestId: toGuest ?? old.guestId, ended: null });
  }
}

/** Everything that must hold after every command. Throws what does not. */
export function checkWorld(model: Model, world: World): void {
  const { crm, line } = world;
  const rows = new Map(
    world
      .db()
      .all('SELECT * FROM outbox')
      .map((row) => [String(row['id']), row]),
  );
  const wrong = (words: string): never => {
    throw new Error(words);
  };
  if (line.wrongs.length > 0) wrong(line.wrongs.join('; '));
  if (world.errors().length > 0) wrong(`Logged: ${world.errors().join(', ')}`);
  if (rows.size !== model.intents.length) wrong(`${rows.size} entries of ${model.intents.length} intents`);
  for (const intent of model.intents) checkIntent(intent, rows.get(intent.id));
  const known = new Map(model.intents.map((intent) => [intent.id, intent]));
  for (const sent of crm.posts) {
    const intent = known.get(sent.creditId) ?? wrong(`${sent.creditId} was sent and never accepted`);
    const same =
      sent.guestId === intent.guestId && sent.amount === intent.amount && sent.note === intent.note;
    if (!same) wrong(`${sent.creditId} was sent with other content`);
  }
  for (const { guestId } of crm.guestPosts)
    if (!known.has(guestId)) wrong(`Guest ${guestId} was never accepted`);
  checkSums(rows, world);
  checkHistory(rows, world);

  function checkIntent(intent: Intent, row: SqlRow | undefined): void {
    const { id, ended } = intent;
    if (!row) throw new Error(`${id} has disappeared`);
    const state = String(row['state']);
    if (row['amount'] !== intent.amount || row['guest_id'] !== intent.guestId) wrong(`${id} was changed`);
    const times =
      intent.kind === 'credit'
        ? crm.recorded.filter(({ creditId }) => creditId === id).length
        : crm.guests.filter(({ guestId }) => guestId === id).length;
    if (times > 1) wrong(`${id} is on the books ${times} times`);
    if (state === 'settled' && times === 0) wrong(`${id} is settled and not on the books`);
    if (state === 'cancelled' && ended === null) wrong(`${id} was ended by nobody`);
    if (state !== 'cancelled' && ended !== null) wrong(`${id} was ${ended} and is ${state}`);
    if ((state === 'cancelled' || state === 'refused') && times > 0 && ended !== 'unread')
      wrong(`${id} is ${state} and on the books`);
    const isUnreadable = String(row['detail']).includes('unreadable-record');
    if (state === 'stuck' && !isUnreadable && times > 0) wrong(`${id} is stuck and on the books`);
  }
}

/** What the page is told waits is what is waiting, and each entry is listed in its one state. */
function checkSums(rows: ReadonlyMap<string, SqlRow>, world: World): void {
  const open = [...rows.values()].filter((row) => !OVER.includes(String(row['state'])));
  const { items, summary } = world.outbox().list();
  const listed = items.map(
    (item) => `${item.kind === 'add-credit' ? item.creditId : item.guestId} ${item.state}`,
  );
  const expected = open
    .toSorted((a, b) => Number(a['seq']) - Number(b['seq']))
    .map((row) => `${row['id']} ${shownState(row)}`);
  if (listed.join() !== expected.join()) throw new Error(`Listed ${listed.join()}, open ${expected.join()}`);
  const sum = open.reduce((total, row) => total + Number(row['amount']), 0);
  const blocked = new Set(
    open.flatMap((row) =>
      row['kind'] === 'create-guest' && PEOPLE.includes(String(row['state'])) ? [row['guest_id']] : [],
    ),
  );
  const needPerson = open.filter(
    (row) => PEOPLE.includes(String(row['state'])) || blocked.has(row['guest_id'] ?? null),
  ).length;
  if (summary.count !== open.length || summary.sum !== sum || summary.needPerson !== needPerson) {
    throw new Error(`${JSON.stringify(summary)} of ${open.length} entries and ${sum}`);
  }
}

/** What only an earlier run may have sent is not sent yet, to people. */
function shownState(row: SqlRow): string {
  const state = String(row['state']);
  return state === 'verifying' && JSON.parse(String(row['detail'])).attempts === 0 ? 'queued' : state;
}

/** The last line of an entry's history is the state it is in. */
function checkHistory(rows: ReadonlyMap<string, SqlRow>, world: World): void {
  const last = world
    .db()
    .all('SELECT id, state, detail, max(seq) FROM outbox_history GROUP BY id')
    .map((line) => [String(line['id']), line] as const);
  const lines = new Map(last);
  for (const [id, row] of rows) {
    const line = lines.get(id);
    // What could not be read stands in the history as it stood in the file.
    if (String(row['detail']).includes('unreadable-record')) continue;
    if (line?.['state'] !== row['state'] || line?.['detail'] !== row['detail']) {
      throw new Error(`${id} is ${row['state']}, and its history ends with ${line?.['state']}`);
    }
  }
}

/** In the end, with everything well: anything that needs no person is over. */
export function checkNothingLeft(model: Model, world: World): void {
  const waitsForGuest = new Set(
    world
      .outbox()
      .list()
      .items.flatMap((item) => (item.kind === 'create-guest' ? [item.guestId] : [])),
  );
  for (const item of world.outbox().list().items) {
    if (PEOPLE.includes(item.state)) continue;
    if (item.kind === 'add-credit' && waitsForGuest.has(item.guestId)) continue;
    throw new Error(`An entry is still ${item.state} after hours in which all was well`);
  }
  const settled = model.intents.filter(
    ({ kind, id }) => kind === 'credit' && world.outbox().find(id)?.state === 'settled',
  );
  if (settled.length > world.crm.recorded.length) throw new Error('More is settled than is on the books');
}
