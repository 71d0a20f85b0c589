/**
 * A number that is greater the newer an observation is: whole seconds of the payload's time (GitHub's times have no
 * parts of them), then its content, which stands in the last `bits`. The greatest of several, in any order and
 * however often each is written, is the newest; of one second the greatest content decides. At most 21 bits fit.
 */
export function newestMark(at: Date, content: number, bits: number): number {
  return Math.floor(at.getTime() / 1000) * 2 ** bits + content
}
