"""What is sent to the addresses of mass printing and of its organisations."""

from typing import Annotated

from annotated_types import MaxLen
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from kkmserver.dialects.itkassa.registry_columns import Column


class TableIn(BaseModel):
    """For pages; programs may send the bare file with `name` and `organization` in the address."""

    model_config = ConfigDict(extra="forbid")
    organization: str = Field(description="id организации.")
    name: Annotated[str, MaxLen(200)] = Field("", description="Имя файла.")
    content: Base64Bytes = Field(description="Файл XLSX или CSV в base64.")


class ChangeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    register_id: str = Field(alias="register", description="Касса или пул организации.")
    columns: Annotated[list[Column | None], MaxLen(100)] = Field(description="Что в каждом столбце; null – ничего.")
    paper: bool = Field(description="Печатать чеки на бумаге.")
    cash: bool = Field(description="Чем оплачено, если столбцов оплаты нет: наличными или безналичными.")


class StartIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    again: bool = Field(False, description="Напечатать и те чеки, что уже напечатаны по другому реестру.")
    mended: bool = Field(False, description="И те, под номером которых напечатан чек с другим содержанием.")


class WishesIn(BaseModel):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")
    callbackApiKey: str | None = Field(None, description="Ключ для сайта: придёт ему в X-Api-Key.")  # noqa: N815
    errorEmail: str | None = Field(None, description="Кому писать, когда сайт не принял результат.")  # noqa: N815
    testUrl: str | None = Field(None, description="Адрес для проверки.")  # noqa: N815
    printResultUrl: str | None = Field(None, description="Куда сообщать результаты.")  # noqa: N815
