"""吹哨报到 in chat: whistles are blown, cards stand where units work, every step is a button."""
