"""WeChat Official Accounts (公众号), for residents: see docs/wechat.md."""
