// The calls and the socket of the web channel (docs/web-channel.md).
import { t } from './texts.js';

export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, { query, json, form, patience = 20000 } = {}) {
  const url = new URL(`web/${path}`, document.baseURI);
  for (const [key, value] of Object.entries(query || {})) {
    if (value !== undefined && value !== null) url.searchParams.set(key, value);
  }
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: json ? { 'Content-Type': 'application/json' } : {},
      body: json ? JSON.stringify(json) : form,
      signal: AbortSignal.timeout?.(patience),
    });
  } catch {
    throw new Refusal(0, t('networkDown'));
  }
  const body = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Refusal(response.status, body?.error || `${t('failed')} (${response.status})`);
  return body;
}

export const api = {
  session: () => call('GET', 'session'),
  chats: (as) => call('GET', 'chats', { query: { as } }),
  messages: (as, chat, before, limit) => call('GET', 'messages', { query: { as, chat, before, limit } }),
  send: (post) => call('POST', 'send', { json: post }),
  press: (press) => call('POST', 'press', { json: press }),
  read: (as, chat, upto) => call('POST', 'read', { json: { as, chat, upto } }),
  clock: () => call('GET', 'clock'),
  forward: (hours) => call('POST', 'clock', { json: { hours }, patience: 120000 }),
  reset: () => call('POST', 'reset', { json: {}, patience: 120000 }),
  upload(as, file, name) {
    const form = new FormData();
    form.append('as', as);
    form.append('file', file, name);
    return call('POST', 'media', { form, patience: 600000 });
  },
  mediaUrl: (as, fileId) => `web/media/${encodeURIComponent(fileId)}?as=${encodeURIComponent(as)}`,
};

/** crypto.randomUUID exists on secure pages only, and a street office may run plain http. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The live line: reconnects for ever, more and more slowly, and at once when the network or the page comes back. */
export class Live {
  constructor({ onEvent, onUp, onDown }) {
    Object.assign(this, { onEvent, onUp, onDown, tries: 0, watched: [] });
    addEventListener('online', () => this.hurry());
    document.addEventListener('visibilitychange', () => document.hidden || this.hurry());
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    const url = new URL('web/socket', document.baseURI);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.addEventListener('open', () => {
      this.tries = 0;
      this.watch(this.watched);
      this.onUp();
    });
    socket.addEventListener('message', ({ data }) => this.onEvent(JSON.parse(data)));
    socket.addEventListener('close', () => {
      if (socket !== this.socket) return;
      this.onDown();
      const wait = Math.min(30000, 800 * 2 ** this.tries) * (0.5 + Math.random() / 2);
      this.tries += 1;
      this.timer = setTimeout(() => this.connect(), wait);
    });
  }

  hurry() {
    if (this.socket.readyState === WebSocket.CLOSED) this.connect();
  }

  watch(users) {
    this.watched = users;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ watch: users }));
  }
}
