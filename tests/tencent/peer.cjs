// Tencent's own Node implementation: peer.cjs open|close TOKEN KEY RECEIVER < JSON > JSON, as in peer.py.
const { encrypt, decrypt, getSignature } = require("@wecom/crypto");

const [deed, token, key, receiver] = process.argv.slice(2);
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const [time, nonce] = ["1714112445", "415670741"];

function close(message) {
  const sealed = encrypt(key, message, receiver);
  return [sealed, getSignature(token, time, nonce, sealed), time, nonce];
}

function open([sealed, shown, at, once]) {
  if (getSignature(token, at, once, sealed) !== shown) throw new Error("signature");
  const { message, id } = decrypt(key, sealed);
  if (id !== receiver) throw new Error("receiver");
  return message;
}

process.stdout.write(JSON.stringify(deed === "close" ? given.messages.map(close) : given.sealed.map(open)));
