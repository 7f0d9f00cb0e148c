/** What the shift report and the record's screen look for in the ledger, found without reading all of it. */
export const reports = `
CREATE INDEX ledger_by_kind ON ledger (kind, at);
-- a line that somebody damaged is no reason to fail: it only is not found
CREATE INDEX ledger_by_credit ON ledger (CASE WHEN json_valid(event) THEN event ->> '$.creditId' END)
  WHERE kind IN ('issued', 'outbox', 'undone');
`;
