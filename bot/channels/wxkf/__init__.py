"""微信客服: residents in WeChat, reached through WeCom; see docs/wxkf.md."""
