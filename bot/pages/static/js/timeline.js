// The messages of one chat in their order. The scroller is a reversed column, so it holds on to its lower end by itself;
// a reader who has scrolled up is held in place by hand.
import { h } from './dom.js';
import { dayLabel, dayOf } from './time.js';
import { bubble } from './bubble.js';

const RUN = 300; // seconds within which one person's messages stand together

export class Timeline {
  constructor(scroller, view) {
    this.scroller = scroller;
    this.view = view;
    this.list = h('div', { class: 'list' });
    scroller.replaceChildren(this.list);
    this.entries = []; // oldest first, those not yet accepted last
    this.byId = new Map();
  }

  get pinned() { return this.scroller.scrollTop > -40; }

  get newest() { return this.entries.findLast((entry) => entry.id)?.messages.at(-1); }

  get oldest() { return this.entries[0]?.id; }

  /** Takes messages in any order, new, known or changed. */
  merge(messages) {
    this.hold(() => messages.forEach((message) => {
      const known = this.byId.get(message.message_id);
      if (known) this.change(known, message);
      else this.insert(message);
    }));
  }

  change(entry, message) {
    const at = entry.messages.findIndex((one) => one.message_id === message.message_id);
    const before = entry.messages[at];
    // An answer that was on its way while an edit came must not bring the old words back.
    if ((before.edit_date || 0) > (message.edit_date || 0) || JSON.stringify(before) === JSON.stringify(message)) return;
    entry.messages[at] = message;
    this.redraw(entry);
  }

  insert(message) {
    const album = message.media_group_id && this.entries.find((entry) => entry.album === message.media_group_id);
    if (album) {
      album.messages.push(message);
      album.messages.sort((a, b) => a.message_id - b.message_id);
      album.id = album.messages[0].message_id;
      this.byId.set(message.message_id, album);
      this.redraw(album);
      return;
    }
    const entry = { id: message.message_id, album: message.media_group_id, messages: [message] };
    this.byId.set(message.message_id, entry);
    let at = this.entries.length;
    while (at > 0 && (this.entries[at - 1].id ?? Infinity) > entry.id) at -= 1;
    this.place(entry, at);
  }

  /** Shows a message that the server has not yet taken. */
  append(entry) {
    this.hold(() => this.place(entry, this.entries.length));
    this.toEnd();
  }

  place(entry, at) {
    entry.node = h('div', { class: 'entry' }, bubble(entry, this.view));
    this.entries.splice(at, 0, entry);
    this.list.insertBefore(entry.node, this.entries[at + 1]?.node || null);
    this.dress(at);
    this.dress(at + 1);
  }

  redraw(entry) {
    const old = entry.node.querySelector('.message');
    const focused = old.contains(document.activeElement) && document.activeElement;
    this.hold(() => old.replaceWith(bubble(entry, this.view)));
    if (!focused) return;
    const same = focused.dataset.press && entry.node.querySelector(`[data-press="${CSS.escape(focused.dataset.press)}"]`);
    (same || entry.node.querySelector('button'))?.focus({ preventScroll: true });
  }

  drop(entry) {
    const at = this.entries.indexOf(entry);
    if (at < 0) return;
    this.hold(() => {
      entry.node.remove();
      this.entries.splice(at, 1);
      this.dress(at);
    });
    entry.messages.forEach((message) => this.byId.delete(message.message_id));
  }

  remove(id) {
    const entry = this.byId.get(id);
    if (!entry) return;
    if (entry.messages.length === 1) { this.drop(entry); return; }
    entry.messages = entry.messages.filter((message) => message.message_id !== id);
    this.byId.delete(id);
    this.redraw(entry);
  }

  /** Day line, and whether the entry opens a run of one person's messages. */
  dress(at) {
    const entry = this.entries[at];
    if (!entry) return;
    const before = this.entries[at - 1]?.messages[0];
    const message = entry.messages[0];
    const day = !before || dayOf(before.date) !== dayOf(message.date);
    const run = !day && before.from?.id === message.from?.id && message.date - before.date < RUN;
    entry.node.classList.toggle('run', run);
    const line = entry.node.querySelector('.day');
    if (day && !line) entry.node.prepend(h('div', { class: 'day', 'data-date': message.date }, h('span', {}, dayLabel(message.date))));
    if (!day) line?.remove();
  }

  /** When the clock has passed midnight, today is yesterday. */
  renameDays() {
    this.list.querySelectorAll('.day').forEach((line) => {
      line.firstChild.textContent = dayLabel(Number(line.dataset.date));
    });
  }

  /** Makes changes without moving what the reader looks at: the first message in sight stays where it is. */
  hold(deed) {
    if (this.holding || this.pinned) { deed(); return; }
    this.holding = true;
    const edge = this.scroller.getBoundingClientRect().top;
    const topOf = ({ node }) => node.querySelector('.message').getBoundingClientRect().top;
    const anchor = this.entries.find(({ node }) => node.getBoundingClientRect().bottom > edge);
    const before = anchor && topOf(anchor);
    deed();
    if (anchor?.node.isConnected) this.scroller.scrollTop += topOf(anchor) - before;
    this.holding = false;
  }

  toEnd(smoothly) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.scroller.scrollTo({ top: 0, behavior: smoothly && !calm ? 'smooth' : 'instant' });
  }

  show(id) {
    const entry = this.byId.get(id);
    if (!entry) return false;
    const { node } = entry;
    node.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' });
    node.classList.remove('flash');
    requestAnimationFrame(() => node.classList.add('flash'));
    setTimeout(() => node.classList.remove('flash'), 1800);
    return true;
  }
}

/** The message whose answer is awaited: the newest one addressed to me, if it asks for a reply and I have not spoken since. */
export function awaitedReply(entries, me, isPrivate) {
  for (const entry of [...entries].reverse()) {
    const message = entry.messages[0];
    if (message.from?.id === me) return null;
    const named = message.reply_to_message?.from?.id === me
      || [...(message.entities || []), ...(message.caption_entities || [])].some((entity) => entity.user?.id === me);
    const asks = message.reply_markup?.force_reply;
    if (isPrivate || named || (asks && !message.reply_markup.selective)) return asks ? message : null;
  }
  return null;
}
