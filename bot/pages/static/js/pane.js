// A seat: one person's chats, like the screen of one phone.
import { h, icon, avatar, memory } from './dom.js';
import { spoken, t } from './texts.js';
import { api } from './api.js';
import { Room } from './room.js';
import { Composer } from './composer.js';
import { Notices } from './notices.js';

export class Pane {
  constructor(seat, app) {
    Object.assign(this, { seat, app, rooms: new Map(), chats: [], notices: new Notices() });
    this.composer = new Composer(this, seat.commands || app.session.commands);
    this.badge = h('span', { class: 'badge', hidden: true, 'data-role': 'unread' });
    this.tabs = h('nav', { class: 'chats', hidden: true, 'aria-label': t('chats') });
    this.stage = h('div', { class: 'stage' });
    this.root = h('section', {
      class: 'pane', 'data-seat': seat.seat, 'aria-label': seat.title, pointerenter: () => app.attend(this), pointerdown: () => app.attend(this), focusin: () => app.attend(this),
    }, this.header(), this.tabs, this.stage, this.notices.root, this.composer.root);
    const saved = memory.get(`who:${seat.seat}`);
    this.pick(seat.people.find((person) => person.id === saved) || seat.people[0]);
  }

  header() {
    if (this.app.solo) {
      return h('header', { class: 'pane-head' }, avatar({ is_bot: true }),
        h('div', { class: 'pane-title' }, h('h1', {}, t('product')), h('small', { class: 'motto' }, t('motto')), h('small', { class: 'offline', role: 'alert' }, t('offline'))),
        h('button', { type: 'button', class: 'language', 'data-role': 'language', click: () => this.app.switchLanguage() }, t('language')));
    }
    this.who = h('select', { 'data-role': 'who', 'aria-label': t('whoAreYou'), change: () => this.choose(Number(this.who.value)) },
      this.seat.people.map(({ id, name, note }) => h('option', { value: id }, note ? `${name} · ${note}` : name)));
    return h('header', { class: 'pane-head' }, h('span', { class: 'seat-icon' }, icon(this.seat.seat)),
      h('div', { class: 'pane-title' }, h('h2', {}, this.seat.title), h('label', { class: 'who' }, this.who, icon('down'))), this.badge);
  }

  choose(id) {
    memory.set(`who:${this.seat.seat}`, id);
    this.pick(this.seat.people.find((person) => person.id === id));
    this.app.rewatch();
  }

  pick(person) {
    this.person = person;
    this.chats = [];
    if (this.who) this.who.value = person.id;
    this.enter(this.seat.chat ?? person.id);
    this.reloadChats();
  }

  get attended() { return this.app.attended === this && !document.hidden; }

  async reloadChats() {
    const { person } = this;
    try {
      const chats = await api.chats(person.id);
      if (person !== this.person) return;
      const home = this.seat.chat ?? person.id;
      this.chats = chats.sort((a, b) => (b.id === home) - (a.id === home));
      // A work group that is theirs no more is not to be looked at any longer.
      if (chats.length && !chats.some(({ id }) => id === this.room.chat.id)) this.enter(home);
      this.room.see();
      this.drawTabs();
    } catch { /* the room itself says what is wrong */ }
  }

  enter(chatId) {
    const key = `${this.person.id}:${chatId}`;
    const known = this.rooms.has(key);
    const chat = this.chats.find(({ id }) => id === chatId) || { id: chatId, title: this.seat.title };
    if (!known) this.rooms.set(key, new Room(this, chat, this.person));
    this.room = this.rooms.get(key);
    this.stage.replaceChildren(this.room.root);
    this.composer.open(this.room);
    this.room.changed();
    this.room.refresh();
    this.drawTabs();
  }

  drawTabs() {
    this.tabs.hidden = this.chats.length < 2;
    this.tabs.replaceChildren(...this.chats.map(({ id, title, unread }) => h('button', {
      type: 'button', 'data-chat': id, 'aria-current': id === this.room.chat.id ? 'true' : null, click: () => this.enter(id),
    }, h('span', {}, id === this.person.id ? t('privateChat') : title || t('product')),
    unread > 0 && h('span', { class: 'badge', 'aria-label': t('unread', unread) }, unread > 99 ? '99+' : unread))));
    const unread = this.chats.reduce((sum, chat) => sum + (chat.unread || 0), 0);
    this.badge.hidden = !unread;
    this.badge.textContent = unread > 99 ? '99+' : unread;
    this.badge.setAttribute('aria-label', t('unread', unread));
    this.app.showUnread(this, unread);
  }

  markRead(chatId) {
    const chat = this.chats.find(({ id }) => id === chatId);
    if (!chat?.unread) return;
    chat.unread = 0;
    this.drawTabs();
  }

  /** What the socket says; only what is meant for the person who sits here. */
  hear(event) {
    if (!event.for?.includes(this.person.id)) return;
    if (event.type === 'menu') {
      this.reloadChats();
      this.app.reloadMenu(this);
      return;
    }
    const room = this.rooms.get(`${this.person.id}:${event.chat}`);
    room?.answered();
    if (event.type === 'message') {
      this.count(event);
      room?.receive([event.message]);
    } else if (event.type === 'edit') {
      // An edit of a message that was never loaded shows itself when it is.
      if (room?.timeline.byId.has(event.message.message_id)) room.receive([event.message]);
    } else if (event.type === 'delete') room?.remove(event.message_id);
    else if (event.type === 'toast' && event.text) this.notices[event.alert ? 'alert' : 'toast'](event.text);
  }

  count({ chat: chatId, message }) {
    const chat = this.chats.find(({ id }) => id === chatId);
    if (!chat) {
      this.reloadChats();
      return;
    }
    if (message.from?.id === this.person.id) return;
    chat.unread = (chat.unread || 0) + 1;
    this.drawTabs();
  }

  refresh() {
    this.room.refresh();
    this.reloadChats();
  }

  get forResidents() { return ['resident', 'me'].includes(this.seat.seat); }

  get welcomes() { return this.app.startCode && this.room.isPrivate && this.forResidents; }

  start() {
    this.room.say({ text: this.welcomes ? `/start ${this.app.startCode}` : '/start' });
    if (this.welcomes) this.app.useStartCode();
    this.offerStart();
  }

  startKey() { return h('button', { type: 'button', class: 'primary start', 'data-role': 'start', click: () => this.start() }, t('start')); }

  /** Someone who knows us and scans another poster still needs the button. */
  offerStart() {
    const bar = this.root.querySelector('.start-bar');
    const wanted = this.welcomes && this.room.timeline.entries.length > 0;
    if (!wanted) bar?.remove();
    else if (!bar) this.composer.root.before(h('div', { class: 'start-bar' }, h('span', {}, t('welcomeAgain')), this.startKey()));
  }

  invitation(isPrivate) {
    if (!isPrivate || !this.forResidents) return h('div', { class: 'invitation' }, h('b', {}, t('quiet')), h('p', {}, t(isPrivate ? 'quietPrivate' : 'quietGroup')));
    return h('div', { class: 'invitation', lang: spoken() }, avatar({ is_bot: true }), h('b', {}, t('welcomeTitle')), h('p', {}, t('welcome')), h('p', {}, t('promise')), this.startKey());
  }
}
