// Where one writes: text with a draft for each chat, a quote, files, voice, place, and the bot's commands.
import { h, icon, memory, nameOf } from './dom.js';
import { t } from './texts.js';
import { gist } from './bubble.js';
import { Tray, canLocate, canRecord, locate, record } from './attach.js';

export class Composer {
  constructor(pane, commands) {
    this.pane = pane;
    this.commands = commands || [];
    this.kept = new Map(); // what each room had besides its draft: files and a quote
    this.dismissed = new Set();
    this.tray = new Tray(() => this.update(), (text) => pane.notices.toast(text));
    const menuId = `commands-${pane.seat.seat}`;
    this.field = h('textarea', {
      rows: 1, 'aria-label': t('write'), placeholder: t('write'), enterkeyhint: 'send', autocomplete: 'off', 'aria-controls': menuId,
      input: () => { this.update(); this.keepDraft(); this.offer(); }, keydown: (event) => this.key(event),
      paste: (event) => { if (event.clipboardData.files.length) { event.preventDefault(); this.tray.add(event.clipboardData.files); } },
    });
    this.menu = h('ul', { class: 'commands', role: 'listbox', id: menuId, hidden: true, 'aria-label': t('commands') });
    this.quoting = h('div', { class: 'quoting', hidden: true });
    this.sendKey = h('button', { type: 'submit', class: 'send', 'data-role': 'send', 'aria-label': t('send'), disabled: true }, icon('send'));
    this.tools = this.makeTools();
    this.moreKey = h('button', { type: 'button', class: 'more', 'data-role': 'more', 'aria-label': t('more'), 'aria-expanded': 'false', click: () => this.fold() }, icon('plus'));
    this.row = h('div', { class: 'write' }, this.moreKey, this.field, this.sendKey);
    this.root = h('form', { class: 'composer', submit: (event) => { event.preventDefault(); this.send(); } },
      this.menu, this.quoting, this.tray.root, this.row, this.tools);
  }

  makeTools() {
    const pick = (name, accept) => {
      const input = h('input', { type: 'file', accept, multiple: true, class: 'unseen', tabindex: -1, 'aria-label': t(name), 'data-role': `${name}-input`, change: () => { this.tray.add([...input.files]); input.value = ''; this.fold(false); this.field.focus(); } });
      return [tool(name, () => input.click()), input];
    };
    const tool = (name, click) => h('button', { type: 'button', class: 'tool', 'data-role': name, click }, icon(name), h('span', {}, t(name)));
    const toast = (text) => this.pane.notices.toast(text);
    return h('div', { class: 'tools' }, pick('photo', 'image/*,video/*'),
      canRecord() && tool('voice', async () => {
        this.fold(false);
        const { room } = this;
        const bar = await record((file) => {
          this.row.hidden = false;
          if (file) room.say({ files: [file], quoted: this.takeQuote() });
        }, toast);
        if (!bar) return;
        this.row.hidden = true;
        this.row.before(bar);
      }),
      canLocate() && tool('place', () => {
        this.fold(false);
        const { room } = this;
        locate((location) => room.say({ location, quoted: this.takeQuote() }), toast);
      }),
      pick('file'),
      this.commands.length > 0 && tool('commands', () => { this.fold(false); this.field.value = '/'; this.field.focus(); this.update(); this.offer(); }));
  }

  fold(open = !this.root.classList.contains('open')) {
    this.root.classList.toggle('open', open);
    this.moreKey.setAttribute('aria-expanded', open);
  }

  open(room) {
    if (this.room) this.kept.set(this.room, { files: this.tray.take([]), quoted: this.quoted });
    this.room = room;
    const kept = this.kept.get(room);
    this.tray.take(kept?.files || []);
    this.setQuote(kept?.quoted || null);
    this.field.value = memory.get(this.draftKey) || '';
    this.menu.hidden = true;
    this.update();
  }

  get draftKey() { return `draft:${this.room.me}:${this.room.chat.id}`; }

  keepDraft() { memory.set(this.draftKey, this.field.value); }

  update() {
    if (!this.field) return;
    this.sendKey.disabled = !this.field.value.trim() && !this.tray.files.length;
    if (CSS.supports('field-sizing', 'content')) return;
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  send() {
    const text = this.field.value.trim();
    if (!text && !this.tray.files.length) return;
    this.field.value = '';
    this.keepDraft();
    this.menu.hidden = true;
    this.room.say({ text, files: this.tray.take([]), quoted: this.takeQuote() });
    this.fold(false);
    this.field.focus();
  }

  giveBack(text) {
    if (!text || this.field.value) return;
    this.field.value = text;
    this.keepDraft();
    this.update();
  }

  key(event) {
    // While an input method is composing, Enter chooses a word (229 is how Safari says so).
    if (event.isComposing || event.keyCode === 229) return;
    if (!this.menu.hidden && this.menuKey(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape' && this.quoted) this.dismiss();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  quote(message) {
    this.setQuote({ message });
    this.field.focus();
  }

  /** The bot waits for a reply to this message, or for none. What a person chose to quote, or has begun to answer, stays. */
  awaited(message) {
    if (this.quoted && !this.quoted.auto) return;
    if (message && !this.dismissed.has(message.message_id)) {
      if (this.quoted?.message.message_id === message.message_id) return;
      this.setQuote({ message, auto: true });
      if (this.pane.attended && document.activeElement?.closest('.pane') === this.pane.root) this.field.focus();
    } else if (this.quoted && !this.field.value) this.setQuote(null);
  }

  setQuote(quoted) {
    this.quoted = quoted;
    this.quoting.hidden = !quoted;
    this.field.placeholder = quoted?.message.reply_markup?.input_field_placeholder || t(quoted ? 'writeReply' : 'write');
    if (!quoted) return;
    const { message } = quoted;
    this.quoting.replaceChildren(icon('reply'),
      h('button', { type: 'button', class: 'quoting-text', click: () => this.room.jump(message.message_id) }, h('b', {}, nameOf(message.from)), h('span', {}, gist(message))),
      h('button', { type: 'button', 'data-role': 'unquote', 'aria-label': t('cancel'), click: () => this.dismiss() }, icon('close')));
  }

  takeQuote() {
    const message = this.quoted?.message;
    this.setQuote(null);
    return message;
  }

  dismiss() {
    this.dismissed.add(this.takeQuote().message_id);
    this.field.focus();
  }

  offer() {
    const typed = /^\/\w*$/.test(this.field.value) && this.field.value.slice(1);
    const fitting = typed === false ? [] : this.commands.filter(({ command }) => command.startsWith(typed));
    this.menu.hidden = !fitting.length;
    this.menu.replaceChildren(...fitting.map(({ command, description }, index) => h('li', {
      role: 'option', id: `${this.menu.id}-${index}`, 'data-command': command, click: () => { this.field.value = `/${command}`; this.send(); },
    }, h('b', {}, `/${command}`), h('span', {}, description))));
    this.choose(this.menu.firstChild);
  }

  choose(option) {
    this.menu.querySelector('[aria-selected]')?.removeAttribute('aria-selected');
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) this.field.setAttribute('aria-activedescendant', option.id);
    else this.field.removeAttribute('aria-activedescendant');
  }

  menuKey({ key, shiftKey }) {
    const chosen = this.menu.querySelector('[aria-selected]');
    if (key === 'ArrowDown') this.choose(chosen.nextSibling || this.menu.firstChild);
    else if (key === 'ArrowUp') this.choose(chosen.previousSibling || this.menu.lastChild);
    else if (key === 'Escape') this.menu.hidden = true;
    else if (key === 'Tab' && !shiftKey) {
      this.field.value = `/${chosen.dataset.command} `;
      this.menu.hidden = true;
      this.keepDraft();
    } else if (key === 'Enter' && !shiftKey) chosen.click();
    else return false;
    return true;
  }
}
