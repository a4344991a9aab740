// A result judged again by this server's rules, and in what that differs from what the result says of itself.
import { check } from './api.js';
import { figure, verdictWord } from './words.js';

const ANSWERS = { holds: 'holds', fails: 'fails', tie: 'is a tie', open: 'is open' };

// again resolves to {kind, text, list, verdict}: kind is 'same', 'other', or 'unknown' where it could not be judged; list are the
// differences, in words; verdict is this server's, if it is another one.
export async function again(result) {
  let answer;
  try {
    answer = await check(result);
  } catch (trouble) {
    return { kind: 'unknown', text: `It could not be judged again here. ${trouble.message}`, list: [] };
  }
  if (answer.otherRules)
    return {
      kind: 'unknown',
      text: 'It can’t be judged again here: this server has other rules for the claim, or has no such claim. What stands below is what the sender’s Wireside said.',
      list: [],
    };
  const list = differences(result, answer.result);
  if (answer.agrees && !list.length)
    return { kind: 'same', text: 'Judged again here from its values, by this server’s rules: the same verdict.', list };
  const { verdict } = answer.result;
  const begin = 'Judged again here from its values, by this server’s rules';
  if (verdict === result.verdict)
    return { kind: 'other', text: `${begin}: the same verdict, but not all is as the result says.`, list };
  const text = `${begin}, it is another verdict: ${verdictWord(verdict)}. Perhaps the result was changed on its way.`;
  return { kind: 'other', text, list, verdict };
}

// differences lists in what two results of a claim differ, but for the order of what they say.
function differences(theirs, here) {
  const list = [];
  if (theirs.title !== here.title) list.push(`The claim reads here: “${here.title}”.`);
  if (theirs.words !== here.words) list.push(`In words it is here: “${here.words}”`);
  for (const one of theirs.cases) {
    const other = here.cases.find(({ case: name }) => name === one.case);
    if (other) list.push(...between(one, other));
    else list.push(`There is no case “${one.case}” here.`);
  }
  for (const { case: name } of here.cases)
    if (!theirs.cases.some((one) => one.case === name)) list.push(`It lacks the case “${name}”.`);
  return list;
}

function between(theirs, here) {
  const list = [];
  const add = (text) => list.push(`Case “${theirs.case}”: ${text}`);
  if (theirs.answer !== here.answer) add(`it ${ANSWERS[theirs.answer]} there, and ${ANSWERS[here.answer]} here.`);
  if (theirs.text !== here.text) add(`its sentence reads here: “${here.text}”`);
  if (theirs.figure !== here.figure || theirs.unit !== here.unit)
    add(`its figure is here: ${here.figure}${here.unit && `, in ${here.unit}`}.`);
  if (theirs.rule !== here.rule) add(`its rule reads here: “${here.rule}”`);
  else if (JSON.stringify(theirs.ranges) !== JSON.stringify(here.ranges)) add('its ranges are not those of its rule.');
  for (const name of ['median', 'low', 'high'])
    if ((theirs[name] ?? null) !== (here[name] ?? null))
      add(`its ${NAMES[name]} is ${number(here[name], here.unit)} here, not ${number(theirs[name], here.unit)}.`);
  return list;
}

const NAMES = { median: 'median', low: 'interval’s lower end', high: 'interval’s upper end' };

function number(value, unit) {
  return Number.isFinite(value) ? figure(value, unit) : 'absent';
}
