// Ways to a message besides the mouse: a swipe to the left quotes it, a long press shows what can be done with it, and
// with the keyboard the arrows go from message to message and R quotes.

const FAR = 56;

export function gestures(scroller, quote) {
  let touch = null;
  const settle = () => {
    clearTimeout(touch?.press);
    if (touch) touch.node.style.transform = '';
    touch = null;
  };
  const hideActions = () => scroller.querySelector('.show-actions')?.classList.remove('show-actions');
  scroller.addEventListener('pointerdown', (event) => {
    if (!event.target.closest('.actions')) hideActions();
    const node = event.target.closest('.message');
    if (event.pointerType === 'mouse' || !node?.dataset.messageId) return;
    settle();
    touch = { node, x: event.clientX, y: event.clientY, moved: 0 };
    touch.press = setTimeout(() => {
      node.classList.add('show-actions');
      navigator.vibrate?.(10);
      settle();
    }, 450);
  });
  scroller.addEventListener('pointermove', (event) => {
    if (!touch) return;
    const across = event.clientX - touch.x;
    const down = Math.abs(event.clientY - touch.y);
    if (Math.abs(across) > 8 || down > 8) clearTimeout(touch.press);
    if (down > 24 && touch.moved < 20) { settle(); return; }
    touch.moved = Math.max(0, Math.min(FAR + 16, -across));
    if (touch.moved > 8) touch.node.style.transform = `translateX(${-touch.moved}px)`;
  });
  scroller.addEventListener('pointerup', () => {
    if (touch?.moved >= FAR) quote(Number(touch.node.dataset.messageId));
    settle();
  });
  scroller.addEventListener('pointercancel', settle);
  scroller.addEventListener('keydown', (event) => {
    const at = event.target.closest('.message');
    if (event.target !== scroller && event.target !== at) return;
    if (at?.dataset.messageId && event.key.toLowerCase() === 'r' && !event.ctrlKey && !event.metaKey) quote(Number(at.dataset.messageId));
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const all = [...scroller.querySelectorAll('.message')];
      const next = at ? all[all.indexOf(at) + (event.key === 'ArrowUp' ? -1 : 1)] : all.at(-1);
      next?.focus();
    } else return;
    event.preventDefault();
  });
  // The long press is ours; the system's own menu would cover it.
  scroller.addEventListener('contextmenu', (event) => event.pointerType === 'touch' && event.preventDefault());
}
