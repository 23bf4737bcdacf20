/** What went wrong, as a code; the page's server says it in words. */

export class Problem extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.name = "Problem";
    this.code = code;
  }
}
