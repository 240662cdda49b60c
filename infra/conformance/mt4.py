"""PyPI mywebapi-sdk drives the MT4 gateway; run.mjs starts it and says in REACH where the simulator is."""

import json
import os
import sys
from datetime import datetime, timedelta, timezone

from cplugin_webapi_sdk.client import CPluginWebApiClient
from cplugin_webapi_sdk.errors import ApiError
from cplugin_webapi_sdk.unwrap import unwrap
from cplugin_webapi_sdk._generated.models.mt4_trade_transaction import MT4TradeTransaction
from cplugin_webapi_sdk._generated.models.mt4_user_create import MT4UserCreate
from cplugin_webapi_sdk._generated.api.mt4_v_2_authentication import (
    post_api_v_2_mt4_trade_platform_user_password_check_login as password_check,
    post_api_v_2_mt4_trade_platform_user_password_set_login as password_set,
)
from cplugin_webapi_sdk._generated.api.mt4_v_2_history import (
    get_api_v_2_mt4_trade_platform_trades_user_history_login as user_history,
)
from cplugin_webapi_sdk._generated.api.mt4_v_2_margins import (
    get_api_v_2_mt4_trade_platform_margin_level_get_login as margin_level,
)
from cplugin_webapi_sdk._generated.api.mt4_v_2_prices import (
    get_api_v_2_mt4_trade_platform_tick_info_last_symbol as last_tick,
)
from cplugin_webapi_sdk._generated.api.mt4_v_2_trades import (
    post_api_v_2_mt4_trade_platform_trade_transaction as trade_transaction,
)
from cplugin_webapi_sdk._generated.api.mt4_v_2_users import (
    get_api_v_2_mt4_trade_platform_user_records_request as user_records,
    post_api_v_2_mt4_trade_platform_user_record_new as user_new,
)
from cplugin_webapi_sdk._generated.models.mt4_margin_level import MT4MarginLevel
from cplugin_webapi_sdk._generated.models.mt4_symbol_config import MT4SymbolConfig
from cplugin_webapi_sdk._generated.models.mt4_tick_info import MT4TickInfo
from cplugin_webapi_sdk._generated.models.mt4_trade import MT4Trade
from cplugin_webapi_sdk._generated.models.mt4_user import MT4User
from uuid import UUID

reach = json.loads(os.environ["REACH"])["mt4"]
client = CPluginWebApiClient(
    env="custom",
    api_base_url=reach["base_url"],
    authority=reach["base_url"],
    client_id=reach["client_id"],
    client_secret=reach["client_secret"],
)
failed = 0
state = {}


def check(what):
    def run(work):
        global failed
        try:
            work()
            print(f"  ok    {what}", flush=True)
        except Exception as error:  # noqa: BLE001: every failure is one of the simulator
            failed += 1
            print(f"  FAIL  {what}: {type(error).__name__}: {error}", flush=True)

    return run


def call(operation, **more):
    return unwrap(client.mt4.raw(operation, trade_platform=state["platform"], **more))


def trade(kind, key=None, **fields):
    body = MT4TradeTransaction(trade_transaction_type=kind, **fields)
    return call(trade_transaction, idempotency_key=key, body=body)


@check("mywebapi-sdk finds the token endpoint and the platform")
def _():
    platforms = client.list_trade_platforms()
    assert len(platforms) == 1, platforms
    state["platform"] = UUID(platforms[0]["id"])


@check("mywebapi-sdk reads the server's time")
def _():
    told = datetime.fromisoformat(client.mt4.get_server_time(state["platform"]).replace("Z", "+00:00"))
    ahead = told - datetime.now(timezone.utc)
    # the server's clock is two or three hours ahead of UTC
    assert timedelta(hours=1) < ahead < timedelta(hours=4), ahead


@check("mywebapi-sdk opens an account and sets its passwords")
def _():
    user = call(user_new, body=MT4UserCreate(login=0, group="standard", name="Tom Reed", leverage=100, enable_flags=3))
    state["login"] = MT4User.from_dict(user).login
    assert call(password_set, login=state["login"], body="secret12") is True
    assert call(password_set, login=state["login"], body="look-only1", change_investor=True) is True
    assert call(password_check, login=state["login"], body="secret12") is True
    assert call(password_check, login=state["login"], body="wrong") is False
    records = call(user_records, logins=[state["login"], state["login"] + 1_000])
    assert [record["login"] for record in records] == [state["login"]], records


@check("mywebapi-sdk deposits once although it asks twice")
def _():
    fields = dict(trade_command="Balance", order_by=state["login"], price=1000.25, comment="once")
    first = trade("BrBalance", key="deposit-1", **fields)
    second = trade("BrBalance", key="deposit-1", **fields)
    assert first == second and first["order"] > 0, (first, second)
    assert client.mt4.get_user_record(state["platform"], state["login"])["balance"] == 1000.25


@check("mywebapi-sdk opens a position and closes a part of it")
def _():
    opened = trade("BrOpen", trade_command="Buy", order_by=state["login"], symbol="EURUSD", volume=10, comment="T:1")
    ticket = opened["order"]
    trade("BrModify", order=ticket, sl=0.9, tp=1.9)
    trade("BrClose", order=ticket, volume=4)
    trades, _meta = client.mt4.trades_request(state["platform"], group="standard")
    [rest] = [MT4Trade.from_dict(dict(trade)) for trade in trades]
    assert (rest.volume, rest.comment) == (6, f"from #{ticket}"), rest
    state["rest"] = rest.order


@check("mywebapi-sdk reads the margin level and a price")
def _():
    level = MT4MarginLevel.from_dict(call(margin_level, login=state["login"]))
    assert level.login == state["login"] and level.margin > 0 and level.equity > 0, level
    tick = MT4TickInfo.from_dict(call(last_tick, symbol="EURUSD"))
    assert 0 < tick.bid < tick.ask, tick


@check("mywebapi-sdk closes the rest and reads the history")
def _():
    trade("BrClose", order=state["rest"], volume=6)
    day = timedelta(days=1)
    now = datetime.now(timezone.utc)
    history = call(user_history, login=state["login"], from_time=now - day, to_time=now + day)
    records = [MT4Trade.from_dict(dict(record)) for record in history]
    assert [record.volume for record in records] == [0, 4, 6], records
    balance = client.mt4.get_user_record(state["platform"], state["login"])["balance"]
    assert round(sum(record.profit + record.storage + record.commission for record in records), 2) == balance


@check("mywebapi-sdk patches an account")
def _():
    patched = client.mt4.patch_user_record(state["platform"], state["login"], {"leverage": 200, "city": "Rome"})
    assert (patched["leverage"], patched["city"]) == (200, "Rome"), patched


@check("mywebapi-sdk reads groups, symbols and pages")
def _():
    assert client.mt4.group_exists(state["platform"], "standard") is True
    assert client.mt4.group_exists(state["platform"], "nowhere") is False
    symbols = [MT4SymbolConfig.from_dict(dict(symbol)) for symbol in client.mt4.list_symbol_configs(state["platform"])]
    assert any(symbol.symbol == "XAUUSD" and symbol.contract_size == 100 for symbol in symbols)
    assert client.mt4.get_symbol_info(state["platform"], symbol="EURUSD")["digits"] == 5
    pages = client.paged(lambda cursor: client.mt4.users_request(state["platform"], cursor=cursor, limit=1))
    assert [user["login"] for page in pages for user in page] == [state["login"]]


@check("mywebapi-sdk understands refusals")
def _():
    for work, code, manager in [
        (lambda: trade("BrBalance", trade_command="Balance", order_by=state["login"], price=-9e6), "MT4Error", "TradeNoMoney"),
        (lambda: trade("BrNothing"), "Validation", None),
        (lambda: client.mt4.get_user_record(state["platform"], 1), "NotFound", None),
    ]:
        try:
            work()
        except ApiError as error:
            assert (error.code, error.manager_code) == (code, manager), (error.code, error.manager_code)
        else:
            raise AssertionError(f"{code} was expected")


sys.exit(1 if failed else 0)
