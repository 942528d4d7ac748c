"""A double of api.weixin.qq.com over real HTTP, and of the phones behind it."""

from tests.doubles.wechat.platform import Weixin

__all__ = ["Weixin"]
