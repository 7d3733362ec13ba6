"""Everything by which an administrator sets the server up over HTTP."""

from starlette.routing import Route

from kkmserver.web import diagnosis, door_desk, equipment, settings
from kkmserver.web.premises import Premises


def routes(premises: Premises) -> list[Route]:
    rooms = (settings, equipment, diagnosis, door_desk)
    return [route for room in rooms for route in room.routes(premises)]
