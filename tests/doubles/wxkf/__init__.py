"""A double of the 微信客服 part of qyapi.weixin.qq.com over real HTTP, and of the phones behind it."""

from tests.doubles.wxkf.platform import Wecom

__all__ = ["Wecom"]
