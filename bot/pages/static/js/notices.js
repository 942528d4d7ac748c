// What is said beside the chat: short toasts, and alerts that want to be read.
import { h } from './dom.js';
import { t } from './texts.js';

export class Notices {
  constructor() {
    this.root = h('div', { class: 'notices' });
    this.status = h('div', { role: 'status', class: 'toasts' });
    this.heard = h('div', { class: 'unseen', 'aria-live': 'polite' });
    this.root.append(this.status, this.heard);
  }

  toast(text) {
    const toast = h('div', { class: 'toast' }, text);
    this.status.replaceChildren(toast);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => toast.remove(), 2600 + text.length * 70);
  }

  alert(text) {
    this.root.querySelector('.alert')?.remove();
    const before = document.activeElement;
    const ok = h('button', { type: 'button', class: 'primary', click: close }, t('ok'));
    const alert = h('div', { class: 'alert', role: 'alertdialog', 'aria-label': text, keydown: ({ key }) => key === 'Escape' && close() },
      h('div', { class: 'alert-box' }, h('p', {}, text), ok));
    function close() {
      alert.remove();
      before?.focus?.();
    }
    this.root.append(alert);
    ok.focus();
  }

  /** For those who listen instead of looking; older messages that are loaded later are not read out. */
  announce(text) { this.heard.textContent = text; }
}
