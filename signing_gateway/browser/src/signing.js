/**
 * What the signing page loads: two ways to sign, each with one `sign({...})` that gives a detached signature in Base64 or throws
 * a Problem, whose `code` the page explains in words from the server.
 */

export * as keyFile from "./key_file.js";
export * as ncaLayer from "./ncalayer.js";
export { Problem } from "./problem.js";
