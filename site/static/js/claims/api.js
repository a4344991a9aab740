// What the server says of the claims: their sentences and rules, what a run came to, and the verdict. It judges; the
// page only makes the trials.
import { call } from '../api.js';

// All of these throw Trouble. options: {signal}.

// book fetches the claims, their cases, and `setups` by name. With the name of a way to break the lab, the setups are
// those of a lab that is broken so, and the answer's `broken` names it.
export function book(broken = '', options) {
  return call('GET', `/api/claims${broken && `?break=${encodeURIComponent(broken)}`}`, null, options);
}

// trialOf boils a run down that is over, and whose reports the server has heard: {setup, run, seed, at, values}.
export function trialOf(run, setup, options) {
  return call('GET', `/api/runs/${run}/trial?setup=${encodeURIComponent(setup)}`, null, options);
}

// source fetches the trial of the kind "source": what the server reads from its own code.
export function source(options) {
  return call('GET', '/api/claims/source', null, options);
}

// verdict has a claim judged by trials and resolves to a Result. Nothing is kept on the server.
export function verdict(claim, { trials, client, broken }, options) {
  return call('POST', `/api/claims/${claim}/verdict`, { trials, client, ...(broken && { broken }) }, options);
}

// check has a Result judged again from its own values: {agrees, result}. A Result by rules that this server doesn't
// have is not judged: `otherRules` says why.
export function check(result, options) {
  return call('POST', '/api/claims/check', result, options);
}
