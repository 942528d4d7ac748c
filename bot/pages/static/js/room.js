// One person in one chat: what is loaded and shown, what is read, what is said and pressed.
import { h, icon, nameOf } from './dom.js';
import { t } from './texts.js';
import { api, uuid } from './api.js';
import { gist } from './bubble.js';
import { Timeline, awaitedReply } from './timeline.js';
import { Outbox } from './outbox.js';
import { gestures } from './gestures.js';

const PAGE = 30;
const PATIENCE = 4000; // milliseconds until something that stayed without an effect may be tried again

export class Room {
  constructor(pane, chat, person) {
    Object.assign(this, { pane, chat, me: person.id, name: person.name, below: 0, seenUpTo: 0, complete: false, loading: null });
    this.scroller = h('div', { class: 'scroller', role: 'log', 'aria-live': 'off', tabindex: 0, 'aria-label': chat.title || t('product') });
    this.timeline = new Timeline(this.scroller, {
      me: this.me, press: (...args) => this.press(...args), jump: (id) => this.jump(id), command: (text) => this.say({ text }),
      reply: (message) => pane.composer.quote(message), retry: (entry) => this.outbox.try(entry), takeBack: (entry) => this.takeBack(entry),
    });
    this.head = h('div', { class: 'head' });
    this.scroller.append(this.head);
    this.down = h('button', { type: 'button', class: 'down', hidden: true, 'data-role': 'down', click: () => this.timeline.toEnd(true) });
    this.root = h('div', { class: 'room', 'data-chat': chat.id, 'data-private': this.isPrivate || null }, this.scroller, this.down);
    this.outbox = new Outbox(this);
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    gestures(this.scroller, (id) => pane.composer.quote(this.timeline.byId.get(id).messages[0]));
    // Older messages are fetched a screen before they are needed.
    this.lookout = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && this.older(), { root: this.scroller, rootMargin: '500px 0px 0px' });
  }

  get isPrivate() { return this.chat.id === this.me; }

  /** Fetches the newest messages: at first, after a reconnect, and when an answer stays out. */
  async refresh() {
    const known = [...this.timeline.byId.keys()]; // what comes over the socket meanwhile is newer than the answer
    try {
      const messages = await api.messages(this.me, this.chat.id, null, PAGE);
      const full = messages.length === PAGE;
      const first = messages[0]?.message_id ?? 0;
      const apart = full && known.length && first > Math.max(...known); // more was missed than one page holds
      const here = new Set(messages.map((message) => message.message_id));
      for (const id of known) {
        if (apart || (id >= first && !here.has(id))) this.timeline.remove(id);
      }
      this.complete = full ? this.complete && !apart : true;
      this.receive(messages);
      this.loaded = true;
      this.furnish();
      this.lookUp();
    } catch (refusal) {
      if (this.loaded) this.pane.notices.toast(refusal.message);
      else this.head.replaceChildren(h('p', {}, refusal.message), h('button', { type: 'button', class: 'primary', click: () => this.refresh() }, t('retryPage')));
    }
  }

  older() {
    if (this.complete || !this.loaded || this.loading) return this.loading;
    this.loading = api.messages(this.me, this.chat.id, this.timeline.oldest, PAGE).then((messages) => {
      this.complete = messages.length < PAGE;
      this.timeline.merge(messages);
      this.lookUp();
    }).catch((refusal) => {
      this.pane.notices.toast(refusal.message);
      setTimeout(() => this.lookUp(), PATIENCE);
    }).finally(() => {
      this.loading = null;
      this.furnish();
    });
    return this.loading;
  }

  /** An observer reports changes only; looking anew finds a head that has stayed in sight. */
  lookUp() {
    this.lookout.disconnect();
    if (!this.complete) this.lookout.observe(this.head);
  }

  receive(messages) {
    const last = this.timeline.newest?.message_id ?? 0;
    const admitted = this.outbox.admit(messages);
    this.timeline.merge(admitted);
    const others = admitted.filter((message) => message.message_id > last && message.from?.id !== this.me);
    if (this.loaded && others.length) {
      if (!this.timeline.pinned) this.below += others.length;
      if (this.pane.room === this) this.pane.notices.announce(others.map((message) => `${nameOf(message.from)}: ${gist(message)}`).join('\n'));
    }
    this.changed();
  }

  remove(id) {
    this.timeline.remove(id);
    this.changed();
  }

  changed() {
    this.furnish();
    this.scrolled();
    if (this.pane.room === this) this.pane.composer.awaited(awaitedReply(this.timeline.entries, this.me, this.isPrivate));
  }

  /** What stands above the messages, or instead of them. */
  furnish() {
    if (!this.loaded) return;
    if (this.timeline.entries.length) this.head.replaceChildren(...(this.complete ? [] : [h('span', { class: 'dots' })]));
    else this.head.replaceChildren(this.pane.invitation(this.isPrivate));
    this.root.classList.toggle('empty', !this.timeline.entries.length);
    if (this.pane.room === this) this.pane.offerStart();
  }

  scrolled() {
    const { pinned } = this.timeline;
    if (pinned) this.below = 0;
    this.down.hidden = this.below === 0 && this.scroller.scrollTop > -400;
    const said = this.below ? t('newBelow', this.below) : '';
    if (this.down.dataset.said !== said) {
      this.down.dataset.said = said;
      this.down.setAttribute('aria-label', said || t('down'));
      this.down.replaceChildren(icon('down'), said);
    }
    this.see();
  }

  /** Tells the server that I have read this far, once a pause shows that it is so. */
  see() {
    const newest = this.timeline.newest?.message_id ?? 0;
    if (!this.pane.attended || this.pane.room !== this || !this.timeline.pinned) return;
    this.pane.markRead(this.chat.id);
    if (newest <= this.seenUpTo) return;
    this.seenUpTo = newest;
    clearTimeout(this.reading);
    this.reading = setTimeout(() => api.read(this.me, this.chat.id, this.seenUpTo).catch(() => { this.seenUpTo = 0; }), 300);
  }

  say(words) {
    this.outbox.say(words);
    this.timeline.toEnd();
    this.changed();
  }

  takeBack(entry) {
    this.outbox.forget(entry);
    this.pane.composer.giveBack(entry.post.text);
    this.changed();
  }

  async press(message, data, button) {
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    try {
      await api.press({ as: this.me, chat: this.chat.id, message: message.message_id, data, uuid: uuid() });
      setTimeout(() => { button.ariaBusy = null; }, PATIENCE);
    } catch (refusal) {
      button.ariaBusy = null;
      this.pane.notices.toast(refusal.status ? refusal.message : t('pressAgain'));
    }
  }

  answered() {
    this.root.querySelectorAll('[aria-busy]').forEach((button) => { button.ariaBusy = null; });
  }

  /** Goes to a quoted message, fetching older ones until it is there. */
  async jump(id) {
    let reached = Infinity;
    while (!this.timeline.byId.has(id) && !this.complete && id < this.timeline.oldest && this.timeline.oldest < reached) {
      reached = this.timeline.oldest;
      await this.older();
    }
    if (!this.timeline.show(id)) this.pane.notices.toast(t('gone'));
  }
}
