/** The page asked for what our page never asks for, seen only while answering. The router refuses it as `bad-request`. */
export class SuspiciousRequest extends Error {
  override readonly name = 'ImpossibleRequest';
}
