"""The settings for administrators: look, change, passwords, certificate, restart."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from drivers.transports import reasons
from kkmserver import fields, reload
from kkmserver.config import ConfigError
from kkmserver.config_edit import set_keys
from kkmserver.keeper import Written
from kkmserver.web import certificate_facts, passwords, setting_shapes
from kkmserver.web.changing import Place, change
from kkmserver.web.faults import Faulty
from kkmserver.web.gate import NothingIn, admin, body
from kkmserver.web.premises import Premises
from kkmserver.web.signin import Visitor
from kkmserver.web.tls import AUTHORITY, Certificates, local_names, make_certificates

_NO_STORE = {"cache-control": "no-store"}
_ADMIN_FIRST = "Сначала задайте пароль администратора: с одним паролем пользователя администратор войти не сможет"


class PatchIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tag: str = Field(description="Из ответа GET: по нему видно, что файл с тех пор не менялся.")
    changes: dict[str, dict[str, Any]] = Field(description="Раздел → ключ → новое значение.")


class PasswordIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    account: Literal["admin", "user"] = Field(description="Чей пароль.")
    password: str = Field(max_length=1000, description="Новый пароль.")


def routes(premises: Premises) -> list[Route]:
    desk = _Settings(premises)
    return [
        Route("/settings", desk.serve, methods=["GET", "PATCH"]),
        Route("/settings/password", desk.password, methods=["POST"]),
        Route("/settings/certificate", desk.certificate, methods=["POST"]),
        Route("/settings/certificate/authority.crt", desk.authority),
        Route("/settings/restart", desk.restart, methods=["POST"]),
    ]


class _Settings:
    def __init__(self, premises: Premises) -> None:
        self._premises, self._keeper = premises, premises.keeper
        self._certificate_at_start = _content(premises.began.server.tls_certificate)

    async def serve(self, request: Request) -> Response:
        """One route: of two, a refusal of other methods would name only the first."""
        return await (self.patch(request) if request.method == "PATCH" else self.look(request))

    async def look(self, request: Request) -> Response:
        admin(request)
        return await self._told()

    async def patch(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, PatchIn)
        _refuse_unknown(wanted.changes)

        def edit(written: Written) -> str:
            text = written.text
            for section, values in wanted.changes.items():
                if news := _news(section, values, written.values):
                    text = set_keys(text, section, news)
            return text

        await change(self._keeper, wanted.tag, edit, lambda path, _: _sent(path, wanted.changes))
        keys = [f"{section}.{key}" for section, values in wanted.changes.items() for key in values]
        await self._note("settings", ", ".join(keys), visitor)
        return await self._told()

    async def password(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, PasswordIn)
        if fault := passwords.fault(wanted.password):
            raise Faulty([(("password",), fault)])
        if wanted.account == "user" and not self._premises.now().auth.admin_password_hash:
            raise Faulty([(("account",), _ADMIN_FIRST)])
        stored = await asyncio.to_thread(passwords.make_hash, wanted.password)
        await self._set("auth", {f"{wanted.account}_password_hash": stored})
        await self._note("password", wanted.account, visitor)
        answer = await self._shown()
        if visitor.session is None or visitor.role.value != wanted.account:
            return JSONResponse(answer, headers=_NO_STORE)
        return self._signed_in(request, visitor, answer)

    async def certificate(self, request: Request) -> Response:
        visitor, _ = admin(request), await body(request, NothingIn)
        folder = self._keeper.target.absolute().parent / "certs"
        if why := (await self._keeper.look()).why_not:
            raise HTTPException(503, why)
        made = await asyncio.to_thread(_made, folder)
        await self._set("server", {"tls_certificate": _named(made.certificate), "tls_key": _named(made.key)})
        await self._note("certificate", ", ".join(made.names), visitor)
        return await self._told()

    async def authority(self, request: Request) -> Response:
        """Only what is no secret: the root certificate, never its key."""
        admin(request)
        facts = await self._certificate()
        if facts is None or facts.authority is None:
            raise HTTPException(
                404, "Корневого сертификата рядом с сертификатом сервера нет. Сделайте сертификат здесь"
            )
        return FileResponse(
            facts.authority, media_type="application/x-x509-ca-cert", filename=AUTHORITY, headers=_NO_STORE
        )

    async def restart(self, request: Request) -> Response:
        visitor, _ = admin(request), await body(request, NothingIn)
        if self._premises.restart is None:
            raise HTTPException(409, "Здесь сервер не может перезапустить себя сам. Перезапустите его службу")
        try:
            await self._keeper.rehearse()
        except ConfigError as error:
            text = f"Сервер не перезапущен: с этими настройками он не запустится. {error}"
            raise HTTPException(409, text) from error
        await self._note("restart", "", visitor)
        self._premises.restart()
        return JSONResponse({}, 202, headers=_NO_STORE)

    async def _set(self, section: str, values: Mapping[str, Any]) -> None:
        """Keys that no form has sent; whatever else stands in the file."""
        tag = (await self._keeper.look()).tag
        await change(self._keeper, tag, lambda written: set_keys(written.text, section, values), lambda *_: None)

    def _signed_in(self, request: Request, visitor: Visitor, answer: dict[str, Any]) -> Response:
        """The old password's sessions are over, this one's owner has just said the new password."""
        signin = self._premises.signin()
        anew = signin.anew(visitor)
        cookie = signin.cookie(request.scope, anew.session)
        return JSONResponse(answer | {"csrf": signin.token(anew)}, headers=_NO_STORE | {"set-cookie": cookie})

    async def _note(self, action: str, detail: str, visitor: Visitor) -> None:
        await self._premises.audit(action, str(self._keeper.target), detail, visitor.client)

    async def _told(self) -> Response:
        return JSONResponse(await self._shown(), headers=_NO_STORE)

    async def _shown(self) -> dict[str, Any]:
        written, facts, now = await self._keeper.look(), await self._certificate(), self._premises.now()
        return {
            "file": str(self._keeper.file) if self._keeper.file else None,
            "tag": written.tag,
            "writable": not written.why_not,
            "why_not": written.why_not,
            "sections": [setting_shapes.section(one, written.values, now.overridden) for one in fields.sections()],
            "passwords": {"admin": bool(now.auth.admin_password_hash), "user": bool(now.auth.user_password_hash)},
            "certificate": facts.shown() if facts else None,
            "listening": list(self._premises.listening),
            "restart_needed": await asyncio.to_thread(self._waiting),
            "can_restart": self._premises.restart is not None,
        }

    async def _certificate(self) -> certificate_facts.CertificateFacts | None:
        return await asyncio.to_thread(certificate_facts.read, self._premises.now().server.tls_certificate)

    def _waiting(self) -> list[str]:
        """A certificate that was made anew in the same files waits, too."""
        began, now = self._premises.began, self._premises.now()
        waiting, key = reload.waiting(began, now), "[server] tls_certificate"
        if key not in waiting and _content(now.server.tls_certificate) != self._certificate_at_start:
            waiting.append(key)
        return waiting


def _refuse_unknown(changes: Mapping[str, Mapping[str, Any]]) -> None:
    known = {one.name: [field.key for field in one.fields] for one in fields.sections()}
    wrong: list[tuple[Place, str]] = [((name,), "такого раздела нет") for name in changes if name not in known]
    wrong += [
        ((name, key), "такого ключа нет")
        for name, values in changes.items()
        for key in values
        if name in known and key not in known[name]
    ]
    if wrong:
        raise Faulty(wrong)


def _news(section: str, values: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """Without keys that stand at their default and are not in the file, and secrets that nobody has typed anew."""
    for part in section.split("."):
        written = written.get(part, {})
    usual = fields.section_defaults(section)
    meant = {key: value for key, value in values.items() if value is not None or not fields.secret(key)}
    return {key: value for key, value in meant.items() if key in written or value != usual[key]}


def _sent(path: Place, changes: Mapping[str, Mapping[str, Any]]) -> Place | None:
    """("dialects", "kkm", "vat_18") as the client calls it: ("dialects.kkm", "vat_18")."""
    for section in changes:
        parts = tuple(section.split("."))
        if path[: len(parts)] == parts:
            return (section, *path[len(parts) :])
    return None


def _made(folder: Path) -> Certificates:
    """Raises HTTPException."""
    try:
        return make_certificates(folder, local_names(), datetime.now(UTC))
    except OSError as error:
        raise HTTPException(503, f"{folder}: сертификат не сделан: {reasons.of(error)}") from error
    except ValueError as error:
        raise HTTPException(409, f"{folder}: сертификат не сделан: {error}") from error


def _named(file: Path) -> str:
    """From the settings' folder, which may move."""
    return f"certs/{file.name}"


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes() if file else b""
    except OSError:
        return b""
