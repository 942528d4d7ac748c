"""qyapi.weixin.qq.com for one self-built app, over real HTTP: built from the documented rules, not recorded from it."""

from tests.doubles.wecom.corp import Corp

__all__ = ["Corp"]
