"""Sign-in of the console: a password is exchanged for a cookie, so that the browser keeps none."""

from collections.abc import Mapping
from typing import Annotated, Any

from annotated_types import MaxLen
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kkmserver import __version__
from kkmserver.web.gate import body
from kkmserver.web.signin import SignIn
from kkmserver.web.visitor import Refused, Visitor

ADDRESS = "/session"
_NO_STORE = {"cache-control": "no-store"}
_WRONG = "Неверное имя или пароль. Проверьте раскладку клавиатуры и Caps Lock"


class SessionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    login: Annotated[str, MaxLen(200), Field(description="Имя: Admin или User, если его не меняли.")]
    password: Annotated[str, MaxLen(1000), Field(description="Пароль; пустой, если он не задан.")]


def routes(signin: SignIn) -> list[Route]:
    return [Route(ADDRESS, _Sessions(signin).answer, methods=["GET", "POST", "DELETE"])]


class _Sessions:
    """Open to everybody: who asks here has not signed in yet."""

    def __init__(self, signin: SignIn) -> None:
        self._signin = signin

    async def answer(self, request: Request) -> Response:
        """One route: of several, a refusal of other methods would name only the first."""
        act = {"POST": self.begin, "DELETE": self.end}.get(request.method, self.tell)
        try:
            return await act(request)
        except Refused as error:
            raise HTTPException(error.status, error.text, dict(error.headers)) from error

    async def tell(self, request: Request) -> Response:
        try:
            visitor = await self._visitor(request)
        except Refused:
            visitor = None
        return self._told(visitor, self._signin.renewal(request.scope, visitor) if visitor else "")

    async def begin(self, request: Request) -> Response:
        given = await body(request, SessionIn)
        try:
            visitor = await self._signin.enter(request.scope, _headers(request), given.login, given.password)
        except Refused as error:
            if error.status == 401:
                raise Refused(401, _WRONG) from error
            raise
        return self._told(visitor, self._signin.cookie(request.scope, visitor.session))

    async def end(self, request: Request) -> Response:
        """A cookie that is none any more is taken away all the same."""
        try:
            visitor = await self._visitor(request)
        except Refused as error:
            if error.status != 401:
                raise
        else:
            if visitor.session:
                self._signin.leave(visitor.session)
        return Response(status_code=204, headers=_NO_STORE | {"set-cookie": self._signin.cookie(request.scope, None)})

    async def _visitor(self, request: Request) -> Visitor:
        """Raises Refused."""
        headers = _headers(request)
        return self._signin.at_once(request.scope, headers) or await self._signin.check(request.scope, headers)

    def _told(self, visitor: Visitor | None, cookie: str) -> Response:
        """Who gave no name is nobody here, whatever a program may do without one; he is told the name to give."""
        known = visitor if visitor and visitor.login else None
        told: dict[str, Any] = {
            "role": known.role.value if known else None,
            "login": known.login if known else self._signin.open_login,
            "csrf": self._signin.token(known) if known else None,
            "closed": self._signin.closed,
            "version": __version__,
            "name": "KkmServer",
        }
        return JSONResponse(told, headers=_NO_STORE | ({"set-cookie": cookie} if cookie else {}))


def _headers(request: Request) -> Mapping[bytes, bytes]:
    return dict(request.scope["headers"])
