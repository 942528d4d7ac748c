"""WeCom (企业微信), for staff: see docs/wecom.md."""
