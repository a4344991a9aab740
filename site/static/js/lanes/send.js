// The way up for techniques that only bring events down: a whole request for each text. The answer is {"echo":text}.
import { moment } from './moment.js';

// sender returns send(text). A text whose request fails has no echo, and is not sent again.
export function sender(url, onEcho, signal) {
  const address = url.replace('?', '/send?');

  async function post(text) {
    try {
      // A browser has but six connections to an origin. What comes down is not to wait behind what goes up.
      const response = await fetch(address, { method: 'POST', body: text, priority: 'low', signal });
      const answer = await response.text();
      const arrived = moment();
      onEcho(JSON.parse(answer).echo, arrived);
    } catch {
      // Whoever counts sees it: sent, but not echoed.
    }
  }

  return (text) => {
    post(text);
    return true;
  };
}
