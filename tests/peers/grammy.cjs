const { Bot, InlineKeyboard, InputFile } = require("grammy");

const [url, token, paper] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot: url } });

bot.command("start", (ctx) =>
  ctx.reply("<b>要什么？</b>", { parse_mode: "HTML", reply_markup: new InlineKeyboard().text("修鞋", "fix") }),
);
bot.on("callback_query:data", async (ctx) => {
  await ctx.answerCallbackQuery("好的");
  await ctx.editMessageText("请发照片");
});
bot.on("message:photo", async (ctx) => {
  const file = await ctx.getFile();
  const answer = await fetch(`${url}/file/bot${token}/${file.file_path}`);
  const content = new InputFile(new Uint8Array(await answer.arrayBuffer()), "again.png");
  await ctx.replyWithPhoto(content, { caption: `${ctx.message.photo.at(-1).width} 宽` });
});
bot.on("message:document", (ctx) =>
  ctx.replyWithDocument(new InputFile(Buffer.from(paper, "base64"), "价目表.pdf"), {
    reply_parameters: { message_id: ctx.message.message_id },
  }),
);
bot.start();
