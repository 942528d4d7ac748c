"""Every type that `sync_msg` gives, built from the platform's field tables: synthetic, recorded from nobody."""

import json
from typing import Any

QUOTED = json.dumps({"msgtype": "text", "text": {"content": "楼下水管爆了"}}, ensure_ascii=False)
MESSAGES: dict[str, dict[str, Any]] = {
    "text": {"content": "3号楼楼道灯坏了"},
    "image": {"media_id": "media-image"},
    "voice": {"media_id": "media-voice"},
    "video": {"media_id": "media-video"},
    "file": {"media_id": "media-file"},
    "location": {"latitude": 23.106021881103501, "longitude": 113.320503234863, "name": "槐树里", "address": "3号"},
    "link": {"title": "楼道灯", "desc": "坏了三天", "url": "https://example.org/1", "pic_url": "https://example.org/p"},
    "business_card": {"userid": "ZhangSan"},
    "miniprogram": {"title": "小程序", "appid": "wx1", "pagepath": "p", "thumb_media_id": "t"},
    "merged_msg": {
        "title": "群聊的聊天记录",
        "item": [{"send_time": 1, "msgtype": "text", "sender_name": "老王", "msg_content": QUOTED}],
    },
    "channels_shop_product": {
        "product_id": "1",
        "head_image": "h",
        "title": "t",
        "sales_price": "1",
        "shop_nickname": "s",
    },
    "channels": {"sub_type": 1, "nickname": "n", "title": "t"},
    "note": {},
    "a_kind_of_tomorrow": {"anything": [1, {"deep": None}]},
}
EVENTS: dict[str, dict[str, Any]] = {
    "enter_session": {"scene": "C", "scene_param": "", "welcome_code": "code"},
    "msg_send_fail": {"fail_msgid": "f" * 32, "fail_type": 4},
    "servicer_status_change": {"servicer_userid": "wang", "status": 1},
    "session_status_change": {"change_type": 1, "new_servicer_userid": "wang", "msg_code": "code"},
    "user_recall_msg": {"recall_msgid": "nothing"},
    "servicer_recall_msg": {"recall_msgid": "nothing", "servicer_userid": "wang"},
    "reject_customer_msg_switch_change": {"servicer_userid": "wang", "reject_switch": 1},
    "an_event_of_tomorrow": {"anything": 1},
}
BROKEN: list[Any] = [
    {},
    {"msgid": 1},
    {"msgid": "m", "send_time": "soon", "origin": 3},
    {"msgid": "m", "send_time": 10**40, "origin": 3},
    {"msgid": "m" * 500, "send_time": 1, "origin": 3},
    {"msgid": "m", "send_time": 1, "origin": 3, "msgtype": "text", "text": "words"},
    {"msgid": "m", "send_time": 1, "origin": 4, "msgtype": "event", "event": [1]},
    {"msgid": "m", "send_time": 1, "origin": 3, "msgtype": ["text"], "external_userid": {"a": 1}},
    {"msgid": "m", "send_time": True, "origin": None, "msgtype": None},
]
