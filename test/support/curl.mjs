#!/usr/bin/env node
// The little of curl that the README's tour uses, so that its lines run where no curl is installed.
import { readFileSync } from 'node:fs';

const options = { method: undefined, headers: {}, body: undefined, url: undefined };
const args = process.argv.slice(2);
while (args.length > 0) {
  const argument = args.shift();
  if (argument === '-s') continue;
  else if (argument === '-X') options.method = args.shift();
  else if (argument === '-H') {
    const [name, ...value] = args.shift().split(':');
    options.headers[name.trim()] = value.join(':').trim();
  } else if (argument === '-d') {
    const data = args.shift();
    options.body = data.startsWith('@') ? readFileSync(data.slice(1), 'utf8') : data;
  } else if (argument.startsWith('http://127.0.0.1:')) options.url = argument;
  else {
    console.error(`curl (README's): ${argument} is not among the options it knows`);
    process.exit(2);
  }
}
const answer = await fetch(options.url, {
  method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
  headers: options.headers,
  body: options.body,
});
process.stdout.write(await answer.text());
