// Puts the page together: the sample community's seats side by side, or one resident's own chat.
import { h, icon, memory } from './dom.js';
import { speak, spoken, t } from './texts.js';
import { setClock, setZone } from './time.js';
import { Live, api } from './api.js';
import { Pane } from './pane.js';

class App {
  constructor(session, Topbar) {
    this.session = session;
    this.solo = !session.sample;
    this.startCode = new URLSearchParams(location.search).get('start');
    this.panes = [];
    this.unread = new Map();
    const seats = this.solo ? [{ seat: 'me', title: t('product'), chat: null, people: [session.me] }] : session.seats;
    document.body.className = this.solo ? 'solo' : 'sample';
    this.bar = this.makeBar(seats);
    this.panes.push(...seats.map((seat) => new Pane(seat, this)));
    this.topbar = Topbar && new Topbar(this);
    document.body.replaceChildren(...[this.topbar?.root, h('main', { class: 'panes' }, this.panes.map((pane) => pane.root)), this.bar,
      !this.solo && h('div', { class: 'offline-bar', role: 'alert' }, h('span', {}, t('offline')))].filter(Boolean));
    this.show(this.panes.find((pane) => pane.seat.seat === memory.get('seat')) || this.panes[0]);
    document.addEventListener('visibilitychange', () => this.attended.room.see());
    addEventListener('beforeunload', (event) => this.rooms().some((room) => room.outbox.fragile) && event.preventDefault());
    setInterval(() => this.renameDays(), 60000);
    this.connect();
  }

  rooms() { return this.panes.flatMap((pane) => [...pane.rooms.values()]); }

  renameDays() { this.rooms().forEach((room) => room.timeline.renameDays()); }

  makeBar(seats) {
    if (this.solo) return null;
    return h('nav', { class: 'seats', 'aria-label': t('chats') }, seats.map(({ seat, title }, index) => h('button', { type: 'button', 'data-tab': seat, click: () => this.show(this.panes[index]) },
      icon(seat), h('span', {}, t('seats')[seat] || title), h('span', { class: 'badge', hidden: true }))));
  }

  connect() {
    this.live = new Live({
      onEvent: (event) => this.hear(event),
      onUp: () => {
        clearTimeout(this.worry);
        document.body.classList.remove('offline');
        this.panes.forEach((pane) => pane.refresh());
      },
      // A short break is nobody's business.
      onDown: () => { this.worry ??= setTimeout(() => document.body.classList.add('offline'), 2000); },
    });
    this.rewatch();
  }

  hear(event) {
    if (event.type === 'clock') this.topbar?.sync(event);
    else this.panes.forEach((pane) => pane.hear(event));
  }

  /** Who became staff, or speaks another language now, has other commands. */
  async reloadMenu(pane) {
    if (!this.solo) return;
    try {
      pane.composer.commands = (await api.session()).commands;
    } catch { /* the old ones still work */ }
  }

  rewatch() { this.live.watch([...new Set(this.panes.map((pane) => pane.person.id))]); }

  /** On a phone one seat is in sight at a time; on a wide screen all are, and this only says which one is used. */
  show(pane) {
    memory.set('seat', pane.seat.seat);
    this.panes.forEach((one) => one.root.classList.toggle('shown', one === pane));
    this.bar?.querySelectorAll('button').forEach((tab) => tab.setAttribute('aria-current', tab.dataset.tab === pane.seat.seat));
    this.attend(pane);
  }

  /** What lies open on five phones at once is read on the one that is looked at. */
  attend(pane) {
    if (this.attended === pane) return;
    this.attended = pane;
    pane.room.see();
  }

  showUnread(pane, count) {
    this.unread.set(pane, count);
    const all = [...this.unread.values()].reduce((sum, one) => sum + one, 0);
    document.title = all ? `(${all}) ${t('product')}` : t('product');
    const badge = this.bar?.querySelector(`[data-tab="${CSS.escape(pane.seat.seat)}"] .badge`);
    if (!badge) return;
    badge.hidden = !count;
    badge.textContent = count > 99 ? '99+' : count;
    badge.setAttribute('aria-label', t('unread', count));
  }

  useStartCode() {
    this.startCode = null;
    const url = new URL(location.href);
    url.searchParams.delete('start');
    history.replaceState(null, '', url);
  }

  switchLanguage() {
    memory.set('language', spoken() === 'en' ? 'zh' : 'en');
    location.reload();
  }
}

/** The top bar and its styles: a resident's phone does without them. */
async function topbar() {
  const styles = h('link', { rel: 'stylesheet', href: 'static/css/seats.css' });
  const [{ Topbar }] = await Promise.all([import('./topbar.js'), new Promise((resolve) => {
    styles.addEventListener('load', resolve);
    styles.addEventListener('error', resolve);
    document.head.append(styles);
  })]);
  return Topbar;
}

async function open() {
  speak(memory.get('language') || navigator.language);
  try {
    const session = await api.session();
    speak(memory.get('language') || session.language);
    setZone(session.timezone);
    setClock(session.now);
    new App(session, session.sample && await topbar());
  } catch (refusal) {
    console.error(refusal);
    document.body.replaceChildren(h('main', { class: 'closed' }, h('h1', {}, t('cantLoad')), h('p', {}, refusal.message),
      h('button', { type: 'button', class: 'primary', click: () => location.reload() }, t('retryPage'))));
  }
}

open();
