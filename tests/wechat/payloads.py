"""Every type of push, built from the platform's field tables: synthetic, recorded from nobody."""

from typing import Any

MESSAGES: dict[str, dict[str, Any]] = {
    "text": {"Content": "3号楼楼道灯坏了"},
    "image": {"PicUrl": "http://mmbiz.qpic.cn/x", "MediaId": "media-image"},
    "voice": {"MediaId": "media-voice", "Format": "amr", "Recognition": ""},
    "video": {"MediaId": "media-video", "ThumbMediaId": "media-thumb"},
    "shortvideo": {"MediaId": "media-short", "ThumbMediaId": "media-thumb"},
    "location": {"Location_X": "39.905", "Location_Y": "116.412", "Scale": "15", "Label": "槐树里胡同甲3号"},
    "link": {"Title": "楼道灯", "Description": "坏了三天", "Url": "https://example.org/1"},
    "file": {"Title": "照片.zip", "Description": "", "FileKey": "k", "FileMd5": "m", "FileTotalLen": "9"},
    "miniprogrampage": {"Title": "小程序", "AppId": "wx1", "PagePath": "p", "ThumbUrl": "u", "ThumbMediaId": "t"},
}

EVENTS: dict[str, dict[str, Any]] = {
    "subscribe": {"EventKey": ""},
    "subscribe by code": {"EventKey": "qrscene_C", "Ticket": "gQH47"},
    "SCAN": {"EventKey": "C", "Ticket": "gQH47"},
    "unsubscribe": {"EventKey": ""},
    "CLICK": {"EventKey": "help"},
    "VIEW": {"EventKey": "https://example.org/"},
    "LOCATION": {"Latitude": "39.9", "Longitude": "116.4", "Precision": "30"},
    "TEMPLATESENDJOBFINISH": {"MsgID": "200163836", "Status": "success"},
    "view_miniprogram": {"EventKey": "pages/index", "MenuId": "1"},
    "scancode_waitmsg": {"EventKey": "scan", "ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": "x"}},
    "user_authorize_invalid": {"OpenID": "o", "AppID": "wx"},
}
