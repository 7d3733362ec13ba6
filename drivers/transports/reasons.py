"""What the system says of a failed connection or file, in words a cashier can act on."""

import errno

_REASONS = {
    errno.ENOENT: "такого файла или устройства нет",
    errno.ENODEV: "устройство отключено",
    errno.ENXIO: "устройство отключено",
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EBUSY: "занято другой программой",
    errno.EAGAIN: "занято другой программой",  # what is locked
    errno.ENOSPC: "кончилось место",
    errno.EISDIR: "это папка",
    errno.ENOTDIR: "это не папка",
    errno.EROFS: "диск только для чтения",
    errno.EIO: "устройство не принимает данных",
    errno.EHOSTUNREACH: "по этому адресу никого нет",
    errno.EHOSTDOWN: "по этому адресу никого нет",
    errno.ENETUNREACH: "нет сети",
    errno.ENETDOWN: "нет сети",
    errno.ENOTCONN: "устройство разорвало связь",
    errno.EADDRINUSE: "порт занят другой программой",
    errno.EADDRNOTAVAIL: "у этого компьютера нет такого адреса",
    errno.EMFILE: "открыто слишком много файлов",
}


def of(error: OSError) -> str:
    """Where nobody has found words yet, the system's own."""
    return _REASONS.get(error.errno or 0) or str(error.strerror or error)
