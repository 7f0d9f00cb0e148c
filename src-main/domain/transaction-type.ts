/**
 * What a line of the CRM's records says happened, in the reference's own names. One it does not name keeps its wire
 * name.
 */
export type TransactionType =
  | 'ADD_VALUE'
  | 'VOID_ADD_VALUE'
  | 'EXPIRATION'
  | 'REDEMPTION'
  | 'VOID_REDEMPTION'
  | { readonly unknown: string };
